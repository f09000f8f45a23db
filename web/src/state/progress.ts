/** How far a job is. Pure. */
import type { Job, Task } from '../api/wire.ts'

/**
 * 0 … 1: the steps behind it and the share of the one it is at, every step counting the same. Undefined when nothing can be
 * said: no step has started. Counts of clients may be beyond their total; the answer never is.
 */
export function progressOf({ status, currentStep, totalSteps, log }: Job): number | undefined {
  if (status === 'FINISHED' || status === 'FINISHED_WARNING') return 1
  if (!currentStep || !totalSteps) return undefined
  const running = log?.task.findLast((task) => task.status === currentStep.status && shareOf(task) > 0)
  const share = currentStep.status === 'FINISHED' ? 1 : running ? shareOf(running) : 0
  return Math.min(1, Math.max(0, (currentStep.number - 1 + share) / totalSteps))
}

/** 0 … 1 of one step; 0 when it does not say. */
export function shareOf({ progress }: Task): number {
  return progress?.total ? Math.min(1, progress.value / progress.total) : 0
}

/** Never `100 %` before it is. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`
}
