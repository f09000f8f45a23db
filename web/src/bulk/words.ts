/** The texts of the bulk actions. Pure. */
import { ACTION_LOOK } from '../actions/action-look.ts'
import { jobs } from '../actions/messages.ts'
import type { OfferedAction } from '../api/wire.ts'

interface Words {
  /** `12 jobs …`. */
  readonly done: string
  readonly consequence: string
}

/** In display order. */
export const BULK_WORDS = {
  're-run': {
    done: 'started again',
    consequence:
      'Starts a copy of each job with the same metadata, owned by you. The selected jobs do not change.',
  },
  pause: {
    done: 'paused',
    consequence: 'No further steps start until the jobs are resumed. Running steps will finish.',
  },
  resume: { done: 'resumed', consequence: 'The jobs continue where they left off.' },
  priority: {
    done: 'updated',
    consequence: 'Changes their place in the queue. Running steps are not affected.',
  },
  stop: {
    done: 'being stopped',
    consequence:
      'Running steps and those after them end early and keep their output. Waiting steps will not run.',
  },
  abort: {
    done: 'being aborted',
    consequence:
      'Output of the running steps will be discarded. Aborted jobs cannot be resumed, only run again.',
  },
  delete: {
    done: 'deleted',
    consequence:
      'This permanently deletes the jobs with their metadata, logs and history. Files they created are kept.',
  },
} as const satisfies Record<OfferedAction, Words>

export const BULK_ACTIONS = Object.keys(BULK_WORDS) as readonly OfferedAction[]

/** `Abort 12 jobs`. `priority`: the label of the new priority. */
export function taskOf(action: OfferedAction, count: number, priority?: string): string {
  switch (action) {
    case 'priority':
      return `Set priority of ${jobs(count)} to ${priority}`
    case 're-run':
      return `Run ${jobs(count)} again`
    case 'abort':
    case 'stop':
    case 'pause':
    case 'resume':
    case 'delete':
      return `${ACTION_LOOK[action].word} ${jobs(count)}`
  }
}
