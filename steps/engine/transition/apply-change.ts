/** Applies a requested change to a job and adds everything that follows from it. */
import type { WrittenChange } from '../../../schema/queries/transition/change-rows.ts'
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import { addConsequences } from './consequences.ts'
import { JobDraft } from './job-draft.ts'
import type { Change, Remark } from './requested-change.ts'

/**
 * Applies what was requested, then adds the consequences: steps whose dependencies are met, steps that will
 * not run any more, and the state of the job. Pure. Throws ImpossibleTransition where a table forbids it.
 */
export function applyChange(job: LockedJob, change: Change): WrittenChange {
  const draft = new JobDraft(job, change)
  for (const remark of remarksOf(change)) draft.remark(remark)
  for (const transition of change.transitions ?? []) draft.changeStep(transition)
  addConsequences(draft)
  return draft.written()
}

/** A request is in the history even where nothing follows from it yet. */
function remarksOf({ stop, pause, resume, giveUp, giveUpCleanup }: Change): readonly Remark[] {
  return [
    ...(stop ? [{ event: 'stop-requested' as const }] : []),
    ...(pause ? [{ event: 'paused' as const }] : []),
    ...(resume ? [{ event: 'resumed' as const }] : []),
    ...(giveUp ? [{ event: 'given-up' as const, cause: giveUp.reason }] : []),
    ...(giveUpCleanup ? [{ event: 'cleanup-given-up' as const, cause: giveUpCleanup }] : []),
  ]
}
