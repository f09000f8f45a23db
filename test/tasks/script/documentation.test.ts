import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Scripts } from '../../../tasks/script/scripts.ts'
import { ran } from './sandbox.ts'

const PAGE = readFileSync('docs/scripts.md', 'utf8')
/** The word after `js` is how the script ends. */
const EXAMPLES = [...PAGE.matchAll(/^```js ?(\w*)\n([\s\S]*?)^```$/gm)]
/** `job.setData('key', value) // stored` */
const STORED = /job\.setData\('(\w+)', .*\) \/\/ (.*)$/gm

describe('the examples of docs/scripts.md', () => {
  let scripts: Scripts
  before(() => {
    scripts = new Scripts()
  })
  after(() => scripts[Symbol.asyncDispose]())

  it('are found', () => assert.ok(EXAMPLES.length > 10))

  for (const [, expected = '', source = ''] of EXAMPLES)
    it(`${source.split('\n')[0]} … ends as ${expected || 'finished'}`, async () => {
      const { ended, data, log } = await ran(scripts, source)
      assert.equal(ended.ended, expected || 'finished', JSON.stringify(ended))
      for (const [, key = '', stored] of source.matchAll(STORED)) assert.equal(data[key], stored)
      for (const [, line] of source.matchAll(/job\.log\(error\.message\) \/\/ (.*)/g))
        assert.deepEqual(log, [`info ${line}`])
    })
})
