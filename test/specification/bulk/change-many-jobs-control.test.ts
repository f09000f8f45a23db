/**
 * `POST /job/bulk` with `stop`, `pause` and `resume`: acts like the operation on one job, and lists unchanged
 * jobs.
 */
import assert from 'node:assert/strict'
import { type FinalJobState, isFinal, type JobState } from '../../../schema/states.ts'
import { serving } from '../../serving.ts'
import { jobIn, STATES } from '../read/job-in-state.ts'

/** Why a control changes nothing of a job that has ended. */
const ENDED: Readonly<Record<FinalJobState, string>> = {
  FINISHED: 'Already finished',
  FINISHED_WARNING: 'Already finished with a warning',
  FAILED_TOTAL: 'Already failed',
  ABORTED: 'Already aborted',
}

const whenOver = (state: JobState) => {
  if (isFinal(state)) return ENDED[state]
  return state === 'ABORTED_PENDING' ? 'Already being aborted' : undefined
}

/**
 * The state after the action for jobs whose state changes, and the explanation for jobs that it does not
 * change.
 */
const CONTROLS = [
  ['stop', { READY: 'ABORTED', WAITING: 'ABORTED', HOLD: 'ABORTED' }, whenOver],
  ['pause', { READY: 'WAITING' }, whenOver],
  [
    'resume',
    { READY: 'READY' },
    (state: JobState) => (state === 'ABORTED_PENDING' ? 'Not paused' : whenOver(state)),
  ],
] as const

describe('POST /job/bulk?action=stop, pause and resume', () => {
  const served = serving()
  const { ask } = served
  /** Metadata that distinguishes the jobs of one test. */
  let group = 0
  beforeEach(() => {
    group += 1
  })
  const bulk = (line: string) => ask(`POST /API/job/bulk?jobmetadata=group%3d${group}&${line}`)
  const stateOf = async (id: number) => (await ask(`GET /job/VX-${id}`, { accept: 'text/plain' })).text
  const named = (ids: readonly number[]) => ids.map((id) => ({ jobId: `VX-${id}` }))

  for (const dryRun of [false, true]) {
    const really = dryRun ? ', as a dry run predicts' : ''

    for (const [action, ends, refusedWhen] of CONTROLS)
      it(`${action}s the jobs that it can change${really}`, async () => {
        const metadata = { group: `${group}` }
        const ids: number[] = []
        for (const state of STATES) ids.push(await jobIn(served, state, { user: 'bob', metadata }))
        if (action === 'resume') for (const id of ids) await ask(`POST /job/VX-${id}/pause`)
        const was = await Promise.all(ids.map(stateOf))
        const { body } = await bulk(`action=${action}&dryRun=${dryRun}`)
        const refused = ids.flatMap((id, at) => {
          const explanation = refusedWhen(was[at] as JobState)
          return explanation === undefined ? [] : [{ jobId: `VX-${id}`, status: was[at], explanation }]
        })
        const changed = ids.filter((id) => !refused.some(({ jobId }) => jobId === `VX-${id}`))
        assert.deepEqual([body.action, body.refused, body.job], [action, refused, named(changed)])
        const now = Object.fromEntries(
          await Promise.all(ids.map(async (id, at) => [STATES[at], await stateOf(id)])),
        )
        const before = Object.fromEntries(STATES.map((state, at) => [state, was[at]]))
        assert.deepEqual(now, dryRun ? before : { ...before, ...ends })
      })
  }

  it('explains that a job was paused or asked to stop before', async () => {
    const id = await jobIn(served, 'STARTED', { user: 'bob', metadata: { group: `${group}` } })
    for (const dryRun of [true, false, true])
      for (const [action, explanation] of [
        ['pause', 'Already paused'],
        ['stop', 'Already stopping'],
      ]) {
        await ask(`POST /job/VX-${id}/${action}`)
        const { body } = await bulk(`action=${action}&dryRun=${dryRun}`)
        assert.deepEqual(body.refused, [{ jobId: `VX-${id}`, status: 'STARTED', explanation }])
      }
  })
})
