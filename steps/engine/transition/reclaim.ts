/** Takes a placement back from a node that no longer runs it. */
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import type { Change } from './requested-change.ts'

/** A step that ran is lost; one that was not fetched yet returns to the queue unchanged. Pure. */
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
