/** `queueTimeLimit`, `runTimeLimit`, `maxRetries` and `retryBackoff` of `POST /job` (Callsheet extension). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

describe('The limits of a job', () => {
  const { api, ask, rows } = serving()
  const post = (query: string) =>
    ask(`POST /job?type=TRANSCODE&jobmetadata=sourceUri%3d${api().mediaRoot}/a.mov${query}`)
  const kept = async (id: string) => {
    const [row] = await rows<{ queue: unknown; run: unknown; tries: unknown; backoff: unknown }>(
      `select j.queue_limit as queue, j.run_limit as run, min(s.tries) as tries, min(s.backoff) as backoff
       from callsheet.job j join callsheet.step s on s.job_id = j.id
       where j.id = ? group by j.id, j.queue_limit, j.run_limit having count(distinct (s.tries, s.backoff)) = 1`,
      [Number(id.slice(3))],
    )
    return row
  }

  // biome-ignore format: a table
  for (const [query, limits] of [
    ['&maxRetries=5',                             { queue: null, run: null, tries: 6, backoff: null }],
    ['&maxRetries=0',                             { queue: null, run: null, tries: 1, backoff: null }],
    ['&maxRetries=1000&retryBackoff=0',           { queue: null, run: null, tries: 1_001, backoff: 0 }],
    ['&maxRetries=2&retryBackoff=86400',          { queue: null, run: null, tries: 3, backoff: 86_400 }],
    ['&maxRetries=2&queueTimeLimit=1',            { queue: 1, run: null, tries: 3, backoff: null }],
    ['&maxRetries=2&runTimeLimit=31622400',       { queue: null, run: 31_622_400, tries: 3, backoff: null }],
    ['&maxRetries=2&queueTimeLimit=60&runTimeLimit=600', { queue: 60, run: 600, tries: 3, backoff: null }],
  ] as const)
    it(`are stored with the job and its steps: ${query}`, async () => {
      const { status, body, text } = await post(query)
      assert.equal(status, 200, text)
      assert.deepEqual(await kept(body.jobId), limits)
    })

  // biome-ignore format: a table
  for (const [name, values] of [
    ['queueTimeLimit', ['0', '-1', '1.5', 'long', '31622401', '99999999999999999999']],
    ['runTimeLimit',   ['0', '-1', '1.5', 'long', '31622401']],
    ['maxRetries',     ['-1', '1001', 'often', '1e2']],
    ['retryBackoff',   ['-1', '86401', '2m']],
  ] as const)
    for (const value of values)
      it(`are refused with 400 that names both, and start no job: ${name}=${value}`, async () => {
        const count = () => rows('select count(*) from callsheet.job')
        const before = await count()
        const { status, body } = await post(`&${name}=${value}`)
        assert.deepEqual([status, body.invalidInput.context, body.invalidInput.value], [400, name, value])
        assert.deepEqual(await count(), before)
      })
})
