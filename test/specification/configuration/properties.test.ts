/** `/configuration/properties` (wire.md §13, §16). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'
import { change, NS, PROLOG } from './change.ts'

const LIST = '/configuration/properties'
const PATH = `${LIST}/concurrentJobs`

describe('The configuration property concurrentJobs', () => {
  const served = serving()
  const { send, done, get, refused } = change(served)
  beforeEach(async () => {
    await done('DELETE /configuration/job-pool')
    await done(`PUT ${PATH}`, '{"value":"5"}')
  })

  // biome-ignore format: a table
  for (const [path, format, text] of [
    [PATH, 'xml',  `${PROLOG}<ConfigurationPropertyDocument ${NS}><key>concurrentJobs</key><value>5</value></ConfigurationPropertyDocument>`],
    [PATH, 'json', '{"key":"concurrentJobs","value":"5"}'],
    [PATH, 'text', '5'],
    [LIST, 'xml',  `${PROLOG}<ConfigurationPropertyListDocument ${NS}><property><key>concurrentJobs</key><value>5</value></property></ConfigurationPropertyListDocument>`],
    [LIST, 'json', '{"property":[{"key":"concurrentJobs","value":"5"}]}'],
    [LIST, 'text', 'concurrentJobs\t5\r\n'],
  ] as const)
    it(`is written by GET ${path} as ${format}`, async () => assert.equal(await get(path, format), text))

  // biome-ignore format: a table
  for (const [what, path, body, type, value] of [
    ['JSON',                          PATH, '{"value":"7"}', 'json', '7'],
    ['JSON, as a number',             PATH, '{"key":"concurrentJobs","value":8}', 'json', '8'],
    ['XML',                           PATH, `<ConfigurationPropertyDocument ${NS}><value>9</value></ConfigurationPropertyDocument>`, 'xml', '9'],
    ['text',                          PATH, '10', 'text', '10'],
    ['text with a line end',          PATH, '11\r\n', 'text', '11'],
    ['a document that names it',      LIST, '{"key":"concurrentJobs","value":"12"}', 'json', '12'],
  ] as const)
    it(`is set by ${what}, and is that of the job pools`, async () => {
      const { status, text } = await send(`PUT ${path}`, body, type)
      assert.deepEqual([status, text], [200, ''])
      assert.equal(await get(PATH, 'text'), value)
      assert.equal(JSON.parse(await get('/configuration/job-pool')).concurrentJobs, Number(value))
    })

  it('is the sum of the slots when it is deleted: here there is no node', async () => {
    await done(`DELETE ${PATH}`)
    assert.equal(await get(PATH, 'text'), '0')
    assert.equal(JSON.parse(await get('/configuration/job-pool')).concurrentJobs, undefined)
  })

  // biome-ignore format: a table
  for (const [what, line, body, expected] of [
    ['0',                         `PUT ${PATH}`, '{"value":"0"}', '400 concurrentJobs: expected an integer from 1 to 100000, got “0”'],
    ['a negative number',         `PUT ${PATH}`, '{"value":"-1"}', '400 concurrentJobs: expected an integer from 1 to 100000, got “-1”'],
    ['a number too large',        `PUT ${PATH}`, '{"value":"100001"}', '400 concurrentJobs: expected an integer from 1 to 100000, got “100001”'],
    ['a word',                    `PUT ${PATH}`, '{"value":"many"}', '400 concurrentJobs: expected an integer from 1 to 100000, got “many”'],
    ['an empty value',            `PUT ${PATH}`, '{"value":""}', '400 concurrentJobs: expected an integer from 1 to 100000, got “”'],
    ['a document without value',  `PUT ${PATH}`, '{"key":"concurrentJobs"}', '400 ConfigurationPropertyDocument.value: missing'],
    ['another key than the path', `PUT ${PATH}`, '{"key":"apiUri","value":"7"}', '400 ConfigurationPropertyDocument.key: expected concurrentJobs as in the path, got “apiUri”'],
    ['no body',                   `PUT ${PATH}`, undefined, '400 body: expected a ConfigurationPropertyDocument, got nothing'],
    ['a list without a key',      `PUT ${LIST}`, '{"value":"7"}', '400 ConfigurationPropertyDocument.key: missing'],
    ['an unknown property',       `GET ${LIST}/apiUri`, undefined, '404 configuration-property apiUri: expected concurrentJobs'],
    ['an unknown property',       `PUT ${LIST}/apiUri`, '{"value":"7"}', '404 configuration-property apiUri: expected concurrentJobs'],
    ['an unknown property',       `PUT ${LIST}`, '{"key":"apiUri","value":"7"}', '404 configuration-property apiUri: expected concurrentJobs'],
    ['an unknown property',       `DELETE ${LIST}/toString`, undefined, '404 configuration-property toString: expected concurrentJobs'],
  ] as const)
    it(`refuses ${what}: ${line} ${body ?? ''}`, async () => {
      assert.equal(await refused(line, body), expected)
      assert.equal(await get(PATH, 'text'), '5')
    })
})
