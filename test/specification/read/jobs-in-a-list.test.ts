/** The parts and formats of a job in `GET /job` (wire.md §6.1, §6.4). */
import assert from 'node:assert/strict'
import type { Wanted } from '../../factory.ts'
import { serving } from '../../serving.ts'

const day = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`

// VX-1, VX-2 … in this order.
// biome-ignore format: a table
const JOBS: readonly Wanted[] = [
  { type: 'TRANSCODE', state: 'READY',    priority: 'LOW', user: 'bob', started: day(10), metadata: { b: '2', a: '1', itemId: 'VX-9' } },
  { type: 'DELIVER',    state: 'STARTED',                   user: 'bob', started: day(9) },
  { type: 'DELIVER',    state: 'FINISHED',                  user: 'bob', started: day(11), finished: day(16) },
  { type: 'THUMBNAIL', state: 'ABORTED',                   user: 'bob', started: day(8), finished: day(15) },
]

const HEAD = {
  user: 'bob',
  started: '2026-01-01T10:00:00.000+0000',
  status: 'READY',
  type: 'TRANSCODE',
  priority: 'LOW',
}
const DATA = [
  { key: 'a', value: '1' },
  { key: 'b', value: '2' },
  { key: 'item', value: 'VX-9' },
  { key: 'itemId', value: 'VX-9' },
]

describe('A job in GET /job', () => {
  const { ask, job } = serving()
  before(async () => {
    for (const wanted of JOBS) await job(wanted)
  })

  // biome-ignore format: a table
  for (const [parameters, first] of [
    ['',                            { jobId: 'VX-1', ...HEAD }],
    ['&metadata=true',              { jobId: 'VX-1', ...HEAD, data: DATA }],
    ['&step=true',                  { jobId: 'VX-1', ...HEAD, log: { task: [] } }],
    ['&metadata=TRUE&step=True',    { jobId: 'VX-1', ...HEAD, data: DATA, log: { task: [] } }],
  ] as const)
    it(`/job?number=1${parameters} has the parts ${Object.keys(first)}`, async () => {
      const { text } = await ask(`GET /job?number=1${parameters}`)
      assert.equal(text, JSON.stringify({ hits: 4, job: [first] }))
    })

  it('has an empty list of metadata if metadata is requested and there is none', async () => {
    const { body } = await ask('GET /job?metadata=true&first=2&number=1')
    assert.deepEqual(body.job[0].data, [])
  })

  it('has `finished` only if it is final', async () => {
    const { body } = await ask('GET /job?sort=finished')
    const finished = (body.job as { finished?: string }[]).map((one) => one.finished)
    assert.deepEqual(finished, [
      `${day(15).slice(0, -1)}+0000`,
      `${day(16).slice(0, -1)}+0000`,
      undefined,
      undefined,
    ])
  })

  it('is its id, ended by CRLF, as text/plain', async () => {
    assert.equal((await ask('GET /job?type=DELIVER', { accept: 'text/plain' })).text, 'VX-2\r\nVX-3\r\n')
    assert.equal((await ask('GET /job?type=NONE', { accept: 'text/plain' })).text, '')
  })

  it('has the element order of the schema in XML', async () => {
    const { text } = await ask('GET /job?type=DELIVER&first=2', { accept: 'application/xml' })
    assert.equal(
      text,
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><JobListDocument xmlns="http://xml.vidispine.com/schema/vidispine">' +
        '<hits>2</hits><job><jobId>VX-3</jobId><user>bob</user><started>2026-01-01T11:00:00.000Z</started>' +
        '<finished>2026-01-01T16:00:00.000Z</finished><status>FINISHED</status><type>DELIVER</type><priority>MEDIUM</priority></job></JobListDocument>',
    )
  })
})
