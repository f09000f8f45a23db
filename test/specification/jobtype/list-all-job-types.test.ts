/** `GET /jobtype` (wire.md §3.3, §7.2, §9.4). */
import assert from 'node:assert/strict'
import { JOB_TYPES } from '../../../steps/job-types.ts'
import { serving } from '../../serving.ts'

const NAMES = ['NONE', 'IMPORT', ...JOB_TYPES.map(({ name }) => name)]

describe('GET /jobtype', () => {
  const { ask } = serving()

  // biome-ignore format: a table
  for (const [accept, text] of [
    ['application/json', JSON.stringify({ uri: NAMES })],
    ['text/plain',       NAMES.map((name) => `${name}\r\n`).join('')],
    ['application/xml',  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><URIListDocument xmlns="http://xml.vidispine.com/schema/vidispine">' +
                         `${NAMES.map((name) => `<uri>${name}</uri>`).join('')}</URIListDocument>`],
  ] as const)
    it(`lists names, not URIs, as ${accept}`, async () => {
      const answer = await ask('GET /API/jobtype', { accept })
      assert.deepEqual([answer.status, answer.text], [200, text])
    })

  for (const path of ['/jobtype', '/jobtype/', '/API/jobtype/', '/API/jobtype;a=b'])
    it(`returns the same at ${path}`, async () =>
      assert.deepEqual((await ask(`GET ${path}`)).body, { uri: NAMES }))

  it('needs credentials, but no role', async () => {
    assert.equal((await ask('GET /jobtype', { by: 'zoe' })).status, 200)
    assert.equal((await ask('GET /jobtype', { by: 'nobody' })).status, 401)
    assert.equal((await ask('GET /jobtype', { by: 'gone' })).status, 401)
  })

  for (const name of ['NONE', 'IMPORT'])
    it(`lists ${name}, of which no job can be started`, async () => {
      const { status, body } = await ask(`POST /job?type=${name}`)
      assert.equal(status, 400)
      assert.deepEqual([body.invalidInput.explanation, body.invalidInput.value], ['not used', name])
      assert.deepEqual((await ask(`GET /jobtype/${name}`)).body.step, [])
    })

  it('lists types of which jobs can be started', async () => {
    for (const name of NAMES) {
      const { body } = await ask(`POST /job?type=${name}`)
      assert.doesNotMatch(body.invalidInput?.explanation ?? '', /^Invalid job type/)
    }
  })
})
