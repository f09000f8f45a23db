/** `GET /job/{job-id}/reason` (Callsheet extension): the reasons of jobs that are not queued. */
import assert from 'node:assert/strict'
import type { WantedStep } from '../../factory.ts'
import { serving } from '../../serving.ts'
import { jobIn, waitFor } from '../read/job-in-state.ts'
import { Queue } from './queue-as.ts'

const WAITS: WantedStep = { number: 100, runs: [{ state: 'WAITING' }] }
const RUNS = { state: 'STARTED_ASYNCHRONOUS' } as const
const FAILED: WantedStep = { number: 200, runs: [{ state: 'FAILED_RETRY', errorMessage: 'No answer.' }] }

describe('GET /job/{job-id}/reason', () => {
  const served = serving()
  const { ask, job, rows } = served
  const queue = new Queue(served)
  let alpha = 0
  beforeEach(async () => {
    await queue.empty()
    alpha = await queue.node('alpha', { slots: { cpu: 4 } })
  })
  const set = (id: number, columns: string) =>
    rows(`update callsheet.job set ${columns} where id = ? returning id`, [id])
  const reason = async (id: number) => (await ask(`GET /API/job/VX-${id}/reason`)).body
  /** Removes the ids of jobs and problems, which differ from run to run. */
  const anonymous = (text: string) =>
    text.replaceAll(/problem \d+/g, 'problem N').replaceAll(/\d+-(\d+)\.mov/g, '$1.mov')

  // biome-ignore format: a table
  const SITUATIONS: Readonly<Record<string, readonly [cause: string, reason: string, make: () => Promise<number>]>> = {
    'that is FINISHED': ['ended', 'The job is FINISHED.', () => jobIn(served, 'FINISHED')],
    'that is FINISHED_WARNING': ['ended', 'The job is FINISHED_WARNING: step 150, which is not critical, failed (No room).',
      () => jobIn(served, 'FINISHED_WARNING')],
    'that is FAILED_TOTAL': ['ended', 'The job is FAILED_TOTAL: step 100 failed: no such codec.', () => jobIn(served, 'FAILED_TOTAL')],
    'that was given up': ['ended', 'The job is FAILED_TOTAL: run time limit of 60 s exceeded.', async () => {
      const id = await jobIn(served, 'FAILED_TOTAL')
      await set(id, "given_up = 'run time limit of 60 s exceeded'")
      return id
    }],
    'that has ended after a stop': ['ended', 'The job is FINISHED: stopped early by ann.', async () => {
      const id = await jobIn(served, 'FINISHED')
      await set(id, "stop_requested = callsheet.now(), stop_user = 'ann'")
      return id
    }],
    'that has failed after a stop': ['ended', 'The job is FAILED_TOTAL: step 100 failed: no such codec; stopped early by ann.', async () => {
      const id = await jobIn(served, 'FAILED_TOTAL')
      await set(id, "stop_requested = callsheet.now(), stop_user = 'ann'")
      return id
    }],
    'that is ABORTED': ['ended', 'The job is ABORTED: aborted by ann (enough).', () => jobIn(served, 'ABORTED')],
    'that is being aborted': ['aborting', 'Aborted by ann (enough): step 100 is still ending.', () => jobIn(served, 'ABORTED_PENDING')],
    'whose clean-up is about to start': ['aborting', 'Aborted by ann (enough): its clean-up is about to start.', async () => {
      const id = await jobIn(served, 'ABORTED_PENDING')
      await rows("update callsheet.step set state = 'FAILED_FATAL' where job_id = ? and number = 100 returning id", [id])
      return id
    }],
    'whose clean-up runs': ['aborting', 'Aborted by ann (enough): clean-up step 900 runs on alpha.', async () => {
      const id = await job({ state: 'ABORTED_PENDING', steps: [{ number: 900, cleanup: true, runs: [RUNS] }] })
      await set(id, "abort_requested = callsheet.now(), abort_user = 'ann', abort_reason = 'enough', abort_cleanup = true")
      await queue.placed(id, alpha, { step: 900 })
      return id
    }],
    'whose clean-up was given up': ['aborting',
      'Aborted by ann (enough); clean-up ended by bob: clean-up step 900 is still ending.', async () => {
        const id = await job({ state: 'ABORTED_PENDING', steps: [{ number: 900, cleanup: true, runs: [RUNS] }] })
        await set(id, `abort_requested = callsheet.now(), abort_user = 'ann', abort_reason = 'enough', abort_cleanup = true,
          cleanup_given_up = 'clean-up ended by bob'`)
        return id
      }],
    'that ended before its clean-up had': ['ended', 'The job is ABORTED: aborted by ann (enough); clean-up time limit of 300 s exceeded.', async () => {
      const id = await jobIn(served, 'ABORTED')
      await set(id, "cleanup_given_up = 'clean-up time limit of 300 s exceeded'")
      return id
    }],
    'that is being given up': ['given-up', 'Run time limit of 60 s exceeded: step 100 is still ending.', async () => {
      const id = await jobIn(served, 'STARTED')
      await set(id, "given_up = 'run time limit of 60 s exceeded'")
      return id
    }],
    'that runs': ['running', 'Step 100 runs on alpha.', () => queue.running(alpha)],
    'with several running steps and a waiting one': ['running',
      'Step 100 runs on alpha; step 150 runs on alpha; step 200 waits for file:///in/200.mov to exist (problem N).', async () => {
        const id = await job({ state: 'STARTED', steps: [{ number: 100, runs: [RUNS] }, { number: 150, runs: [RUNS] }, { ...WAITS, number: 200 }] })
        for (const step of [100, 150]) await queue.placed(id, alpha, { step })
        await waitFor(served, id, 200)
        return id
      }],
    'that was paused while it runs': ['running', 'Step 100 runs on alpha; the job was paused by ann; no further step starts.', async () => {
      const id = await queue.running(alpha)
      await set(id, "paused = callsheet.now(), paused_by = 'ann'")
      return id
    }],
    'that was stopped': ['stopping', 'Stopped by ann; step 100 is ending early.', async () => {
      const id = await queue.running(alpha)
      await set(id, "stop_requested = callsheet.now(), stop_user = 'ann'")
      return id
    }],
    'in HOLD': ['held', 'On hold: steps run only when you start them.', () => jobIn(served, 'HOLD')],
    'in HOLD with a failed step': ['retry', 'Step 200 failed (No answer) and is retried when you start it (attempt 2 of 6).',
      () => job({ state: 'HOLD', steps: [FAILED] })],
    'that was paused': ['paused', 'The job was paused by bob.', async () => {
      const id = await jobIn(served, 'READY')
      await ask(`POST /job/VX-${id}/pause`)
      return id
    }],
    'that waits for a problem': ['problem', 'Step 100 waits for file:///in/100.mov to exist (problem N).', () => jobIn(served, 'WAITING')],
    'with several waiting steps': ['problem',
      'Step 100 waits for file:///in/100.mov to exist (problem N); step 200 waits for file:///in/200.mov to exist (problem N).', async () => {
        const id = await job({ state: 'WAITING', steps: [WAITS, { ...WAITS, number: 200 }] })
        for (const step of [100, 200]) await waitFor(served, id, step)
        return id
      }],
    'whose problem has passed': ['starting', 'Step 100 no longer waits and is about to queue again.', async () => {
      const id = await jobIn(served, 'WAITING')
      await rows('update callsheet.problem set resolved = callsheet.now() returning id')
      return id
    }],
    'with a step that is retried': ['retry', 'Step 200 failed (No answer) and is retried at 2026-01-01T12:02:00Z (attempt 2 of 6).', async () => {
      const id = await job({ state: 'STARTED', steps: [FAILED] })
      await rows("update callsheet.step set retry_after = '2026-01-01T12:02:00.5Z' where job_id = ? returning id", [id])
      return id
    }],
    'with several steps that are retried': ['retry', 'Step 300 failed and is retried at 2026-01-01T12:03:00Z (attempt 2 of 6).', async () => {
      const id = await job({ state: 'STARTED', steps: [FAILED, { number: 300, runs: [{ state: 'FAILED_RETRY' }] }] })
      await rows("update callsheet.step set retry_after = '2026-01-01T12:06:00Z'::timestamptz - number / 100 * interval '1 minute' where job_id = ? returning id", [id])
      return id
    }],
    'whose worker is gone': ['starting', 'The node of step 100 is gone; the step is about to queue again.',
      () => job({ state: 'STARTED', steps: [{ number: 100, runs: [{ state: 'DISAPPEARED' }] }] })],
    'between two steps': ['starting', 'Its next step is about to queue.',
      () => job({ state: 'STARTED', steps: [{ number: 100, state: 'FINISHED' }, { number: 200, after: [100] }] })],
  }

  for (const [what, [cause, text, make]] of Object.entries(SITUATIONS))
    it(`is ${cause} for a job ${what}: ${text}`, async () => {
      const id = await make()
      const body = await reason(id)
      assert.deepEqual([body.jobId, body.cause, anonymous(body.reason)], [`VX-${id}`, cause, text])
      assert.equal(body.status, (await ask(`GET /job/VX-${id}`)).body.status)
      assert.equal(body.position, undefined)
      const plain = await ask(`GET /job/VX-${id}/reason`, { accept: 'text/plain' })
      assert.equal(plain.text, body.reason)
    })
})
