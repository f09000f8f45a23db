import type { LogLevel } from '../../../schema/log-level.ts'
import type { LockedJob, LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import type { StepEvent } from '../../../schema/states.ts'
import type { Outcome } from '../declare/step.ts'
import { ending, type Stopped } from '../transition/ending.ts'

/** With what the log of an attempt begins, and ends. */
export interface Line {
  readonly level: LogLevel
  readonly text: string
}

export function firstLine(step: LockedStep): Line {
  return { level: 'info', text: nameOf(step) }
}

/** What is said of the end of an attempt, by what follows from it; undefined for one that finished. Pure. */
export function lastLine(job: LockedJob, step: LockedStep, outcome: Outcome): Line | undefined {
  const run = { number: step.number, run: 0 }
  const { cause = '', transitions = [] } = ending(job, step, run, outcome, { firstMs: 0, jitter: 0 })
  const becomes = (event: StepEvent) => transitions.some((move) => move.event === event)
  if (becomes('failed-fatal')) return { level: 'error', text: `${nameOf(step)} failed for good: ${cause}` }
  if (becomes('failed-retry'))
    return { level: 'warning', text: `${nameOf(step)} failed, and can be tried again: ${cause}` }
  return becomes('must-wait') ? { level: 'info', text: `${nameOf(step)} ${cause}` } : undefined
}

/** The same of an attempt that was ended, and whose outcome does not count. Pure. */
export function stoppedLine(step: LockedStep, stopped: Stopped): Line {
  return { level: 'info', text: `${nameOf(step)} was ended: ${stopped}` }
}

function nameOf({ attempt, number }: LockedStep): string {
  return `Attempt ${attempt} of step ${number}`
}
