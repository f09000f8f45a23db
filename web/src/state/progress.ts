/** Computes the progress of jobs and steps. Pure. */
import type { Job, Task } from '../api/wire.ts'

/**
 * 0 … 1: the completed steps plus the share of the current one, all steps weighted equally. Undefined before
 * the first step starts. Never exceeds 1, even if a reported value exceeds its total.
 */
export function progressOf({ status, currentStep, totalSteps, log }: Job): number | undefined {
  if (status === 'FINISHED' || status === 'FINISHED_WARNING') return 1
  if (!currentStep || !totalSteps) return undefined
  const running = log?.task.findLast((task) => task.status === currentStep.status && shareOf(task) > 0)
  const share = currentStep.status === 'FINISHED' ? 1 : running ? shareOf(running) : 0
  return Math.min(1, Math.max(0, (currentStep.number - 1 + share) / totalSteps))
}

/** 0 … 1 for one step; 0 if it reports no progress. */
export function shareOf({ progress }: Task): number {
  return progress?.total ? Math.min(1, progress.value / progress.total) : 0
}

/** Rounds down, so that `100%` means done. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)}%`
}
