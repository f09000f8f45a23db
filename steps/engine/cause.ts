import type { JobEvent } from '../../schema/states.ts'
import type { Draft } from './draft.ts'
import type { Change } from './settle.ts'

/** Why an event happens to a job: what was asked of it, or what its steps have come to. Pure. */
export function causeOf(event: JobEvent, change: Change, steps: readonly Draft[]): string | null {
  const { pause, cause = null } = change
  switch (event) {
    case 'problem-raised':
      return pause ? cause : (waitOf(steps) ?? cause)
    case 'step-started':
    case 'problem-resolved':
    case 'released':
    case 'abort-requested':
    case 'steps-stopped':
    case 'all-finished':
    case 'optional-failed':
    case 'critical-failed':
      return cause
  }
}

/** What a step has begun to wait for. */
function waitOf(steps: readonly Draft[]): string | null {
  return steps.find(({ moved, state }) => moved && state === 'WAITING')?.errorMessage ?? null
}
