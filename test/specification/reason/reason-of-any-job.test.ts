/** `GET /job/{job-id}/reason` (Callsheet extension): what all reasons have in common. */
import assert from 'node:assert/strict'
import type { WantedStep } from '../../factory.ts'
import { serving } from '../../serving.ts'
import { jobIn, STATES, waitFor } from '../read/job-in-state.ts'

const WAITS: WantedStep = { number: 100, runs: [{ state: 'WAITING' }] }
const FAILED: WantedStep = { number: 200, runs: [{ state: 'FAILED_RETRY' }] }

describe('The reason of any job', () => {
  const served = serving()
  const { ask, job, rows } = served
  const reason = async (id: number) => (await ask(`GET /API/job/VX-${id}/reason`)).body

  for (const state of STATES)
    it(`is known for a job that is ${state}`, async () => {
      const id = await jobIn(served, state)
      const { status, text } = await ask(`GET /job/VX-${id}/reason`, { accept: 'application/xml' })
      assert.equal(status, 200)
      assert.match(
        text,
        new RegExp(`<status>${state}</status><cause>[a-z-]+</cause><reason>[A-Z].+\\.</reason>`),
      )
    })

  it('names each problem once, even if several steps wait for it', async () => {
    const id = await job({ state: 'WAITING', steps: [WAITS, { ...WAITS, number: 200 }] })
    const first = await waitFor(served, id, 100)
    const second = await waitFor(served, id, 200)
    await rows(
      `insert into callsheet.waiting_step (problem_id, step_id, job_id)
       select ?, id, job_id from callsheet.step where job_id = ? and number = 200 returning step_id`,
      [first, id],
    )
    const body = await reason(id)
    assert.deepEqual([body.step, body.problem], [100, [first, second]])
    assert.match(
      body.reason,
      /; step 200 waits for .+ to exist \(problem \d+\), and for .+ to exist \(problem \d+\)\.$/,
    )
  })

  it('names the condition that the clean-up of an ending job waits for', async () => {
    const cleaner: WantedStep = { number: 900, cleanup: true, runs: [{ state: 'WAITING' }] }
    const id = await job({ state: 'ABORTED_PENDING', steps: [cleaner] })
    await rows(
      "update callsheet.job set abort_requested = now(), abort_user = 'ann' where id = ? returning id",
      [id],
    )
    const problem = await waitFor(served, id, 900)
    const { cause, reason: said } = await reason(id)
    assert.equal(cause, 'aborting')
    assert.match(
      said,
      new RegExp(`^Aborted by ann: clean-up step 900 waits for .+ \\(problem ${problem}\\)\\.$`),
    )
  })

  it('has the attempts of its step, and the time of the next retry', async () => {
    const id = await job({ state: 'STARTED', steps: [{ number: 100, state: 'FINISHED' }, FAILED] })
    await rows(
      "update callsheet.step set attempt = 2, retry_after = '2026-01-01T12:02:00Z' where job_id = ? and number = 200 returning id",
      [id],
    )
    const { step, attempts, maxRetries, retryAfter } = await reason(id)
    assert.deepEqual([step, attempts, maxRetries, retryAfter], [200, 2, 5, '2026-01-01T12:02:00.000+0000'])
  })

  for (const id of ['VX-999999', 'VX-0', 'XY-1', 'abc', 'VX-2147483648'])
    it(`is 404 for ${id}`, async () => {
      const { status, body } = await ask(`GET /job/${id}/reason`)
      assert.deepEqual([status, body.notFound], [404, { type: 'Job', id, context: null }])
    })

  it('needs the role _job_read', async () =>
    assert.equal(
      (await ask(`GET /job/VX-${await jobIn(served, 'READY')}/reason`, { by: 'wim' })).status,
      403,
    ))
})
