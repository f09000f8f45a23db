/** `GET /job/{job-id}/history` (Callsheet extension). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const ROOT = 'JobHistoryDocument xmlns="http://xml.vidispine.com/schema/vidispine"'
const AT = '2026-01-01T12:00:00.000'

describe('GET /job/{job-id}/history', () => {
  const { api, ask, job, rows } = serving()
  before(async () => {
    for (let id = 1; id <= 3; id += 1) await job()
    await rows(`insert into callsheet.host (id, name, slots) values ('h', 'host', '{}')`)
    await rows(`insert into callsheet.node (id, name, host_id, kernel, pid, pid_started)
      values (5, 'alpha', 'h', 'k', 1, 1)`)
    // The last row is the earliest: its transaction began first and was written last.
    await rows(`insert into callsheet.history (at, job_id, step, attempt, event, was, became, cause, node_id, by_user) values
      ('${AT}Z', 1, null, null, 'created', null, 'READY', null, null, 'bob'),
      ('${AT}Z', 2, null, null, 'created', null, 'HOLD', null, null, 'ann'),
      ('${AT}Z', 1, 200, 1, 'failed-retry', 'STARTED', 'FAILED_RETRY', E'a\\tb\\r\\n<é>', 5, null),
      ('${AT.replace('12', '11')}Z', 1, null, null, 'priority-changed', 'LOW', 'HIGH', null, null, 'ann')`)
  })

  it('lists all transitions of the job in the order in which they were written', async () => {
    const { text } = await ask('GET /API/job/VX-1/history')
    const timestamp = `${AT}+0000`
    assert.equal(
      text,
      JSON.stringify({
        entry: [
          { timestamp, event: 'created', to: 'READY', user: 'bob' },
          {
            ...{
              timestamp,
              step: 200,
              attempts: 1,
              event: 'failed-retry',
              from: 'STARTED',
              to: 'FAILED_RETRY',
            },
            ...{ cause: 'a\tb\r\n<é>', node: 'alpha' },
          },
          {
            timestamp: timestamp.replace('12', '11'),
            ...{ event: 'priority-changed', from: 'LOW', to: 'HIGH', user: 'ann' },
          },
        ],
      }),
    )
  })

  it('has the element order of the schema in XML', async () => {
    const { text } = await ask('GET /job/VX-2/history/', { accept: 'application/xml' })
    assert.equal(
      text,
      `${PROLOG}<${ROOT}><entry><timestamp>${AT}Z</timestamp><event>created</event><to>HOLD</to><user>ann</user></entry></JobHistoryDocument>`,
    )
  })

  it('is one transition per line as text/plain, even if a cause has line breaks', async () => {
    const { text } = await ask('GET /job/VX-1/history', { accept: 'text/plain' })
    assert.equal(
      text,
      `${AT}Z\t\t\tcreated\t\tREADY\t\t\tbob\r\n` +
        `${AT}Z\t200\t1\tfailed-retry\tSTARTED\tFAILED_RETRY\ta b <é>\talpha\t\r\n` +
        `${AT.replace('12', '11')}Z\t\t\tpriority-changed\tLOW\tHIGH\t\t\tann\r\n`,
    )
  })

  for (const [accept, text] of [
    ['application/json', '{"entry":[]}'],
    ['application/xml', `${PROLOG}<${ROOT}/>`],
    ['text/plain', ''],
  ] as const)
    it(`is empty if there is no transition, as ${accept}`, async () =>
      assert.equal((await ask('GET /job/VX-3/history', { accept })).text, text))

  it('begins with the user who started the job, and has its change of priority', async () => {
    const source = `sourceUri%3d${api().mediaRoot}/a.mov`
    const { body } = await ask(`POST /job?type=TRANSCODE&holdJob=true&jobmetadata=${source}`)
    const id = body.jobId as string
    await ask(`PUT /job/${id}?priority=HIGH`)
    const { text } = await ask(`GET /job/${id}/history`, { accept: 'text/plain' })
    assert.match(
      text,
      /^\S+\t\t\tcreated\t\tHOLD\t\t\tbob\r\n\S+\t\t\tpriority-changed\tMEDIUM\tHIGH\t\t\tbob\r\n$/,
    )
  })

  for (const id of ['VX-9', 'VX-0', 'XY-1', 'abc', 'VX-2147483648'])
    it(`is 404 for ${id}`, async () => {
      const { status, body } = await ask(`GET /job/${id}/history`)
      assert.deepEqual([status, body.notFound], [404, { type: 'Job', id, context: null }])
    })

  it('needs the role _job_read', async () =>
    assert.equal((await ask('GET /job/VX-1/history', { by: 'wim' })).status, 403))

  it('is deleted with its job', async () => {
    await rows("update callsheet.job set state = 'ABORTED', finished = callsheet.now() where id = 1")
    assert.equal((await ask('DELETE /job?id=VX-1')).status, 200)
    assert.equal((await ask('GET /job/VX-1/history')).status, 404)
    assert.deepEqual(await rows('select job_id from callsheet.history where job_id in (1, 2)'), [
      { job_id: 2 },
    ])
  })
})
