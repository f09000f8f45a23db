/** `reason=true` (Callsheet extension): adds reasons to lists and to the document of a job. */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'
import { jobIn, STATES } from '../read/job-in-state.ts'
import { Queue } from './queue-as.ts'

type Listed = { readonly jobId: string; readonly status: 'READY'; readonly reason?: string }

describe('reason=true', () => {
  const served = serving()
  const { ask, rows } = served
  const queue = new Queue(served)
  beforeEach(() => queue.empty())
  const listed = async (query: string): Promise<readonly Listed[]> =>
    (await ask(`GET /API/job?user=false&${query}`)).body.job

  for (const line of ['GET /job', 'PUT /job/search'])
    it(`adds to ${line} the reason of each job, unless it ended well`, async () => {
      for (const state of STATES) await jobIn(served, state)
      const { job } = (await ask(`${line}?user=false&reason=true`, { by: 'root' })).body
      assert.equal(job.length, STATES.length)
      for (const { jobId, status, reason } of job as readonly Listed[]) {
        const { text } = await ask(`GET /job/${jobId}/reason`, { accept: 'text/plain' })
        assert.equal(reason, (status as string) === 'FINISHED' ? undefined : text, status)
        const own = (await ask(`GET /job/${jobId}?reason=true`)).body.reason
        assert.equal(own, reason)
      }
    })

  for (const query of ['', 'reason=false', 'reason=true&idonly=true', 'step=true&metadata=true'])
    it(`is required: no reason with “${query}”`, async () => {
      await jobIn(served, 'READY')
      const [one] = await listed(query)
      assert.ok(one && !('reason' in one))
    })

  it('is required at GET /job/{job-id}, too', async () => {
    const id = await jobIn(served, 'READY')
    assert.ok(!('reason' in (await ask(`GET /job/VX-${id}`)).body))
  })

  it('adds the last element of a job in XML', async () => {
    const id = await queue.queued()
    const { text } = await ask(`GET /job/VX-${id}?reason=true&metadata=true`, { accept: 'application/xml' })
    assert.match(text, /<reason>No node is running\.<\/reason><\/JobDocument>$/)
  })

  it('distinguishes jobs with a free slot from jobs without one', async () => {
    await queue.node('alpha', { slots: { cpu: 2 } })
    for (let count = 0; count < 3; count += 1) await queue.queued()
    const full = 'All CPU slots are busy.'
    const about = 'Step 100 is about to start.'
    assert.deepEqual(
      (await listed('reason=true')).map(({ reason }) => reason),
      [about, about, full],
    )
  })

  it('counts no slot for a paused job', async () => {
    await queue.node('alpha')
    await queue.queued({}, { type: 'COPY_FILE' })
    await queue.queued()
    await ask('POST /jobtype/COPY_FILE/pause', { by: 'root' })
    assert.deepEqual(
      (await listed('reason=true')).map(({ reason }) => reason),
      ['Jobs of type COPY_FILE are paused.', 'Step 100 is about to start.'],
    )
  })

  it('adds the reason of jobs after the first fifty', async () => {
    await queue.running(await queue.node('alpha'))
    for (let count = 0; count < 55; count += 1) await queue.queued()
    const jobs = await listed('reason=true&first=50&state=READY')
    assert.equal(jobs.length, 6)
    for (const { reason } of jobs) assert.equal(reason, 'All CPU slots are busy.')
  })

  for (const value of ['maybe', '2'])
    it(`is 400 as reason=${value}`, async () => {
      const { status, body } = await ask(`GET /job?reason=${value}`)
      assert.deepEqual([status, body.invalidInput.context], [400, 'reason'])
    })

  it('does not change the jobs', async () => {
    await queue.node('alpha')
    const id = await queue.queued()
    await listed('reason=true')
    await ask(`GET /job/VX-${id}/reason`)
    assert.deepEqual(await rows('select event from callsheet.history where job_id = ?', [id]), [])
    assert.deepEqual(await rows('select id from callsheet.placement'), [])
  })
})
