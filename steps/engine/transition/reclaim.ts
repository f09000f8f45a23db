import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import type { Change } from './apply-change.ts'

/** What it changes that nobody runs a placement any more: a step that ran is lost, one that only waited to be fetched goes back to the queue as it was. Pure. */
export function reclaim(job: LockedJob, placement: number, reason: string): Change | undefined {
  const placed = job.placements.find(({ id }) => id === placement)
  const step = job.steps.find(({ id }) => id === placed?.stepId)
  if (!placed || !step) return undefined
  if (!placed.fetched) return { dropped: [placement] }
  const { nodeId } = placed
  return {
    transitions: [{ number: step.number, event: 'lost', run: placement, nodeId, reason }],
    dropped: [placement],
  }
}
