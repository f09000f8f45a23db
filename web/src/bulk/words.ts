/** What is done to many jobs, in words. Pure. */
import type { BulkAction } from '../../../schema/documents/job-bulk.ts'
import { ACTION_LOOK } from '../actions/action-look.ts'
import { jobs } from '../actions/messages.ts'

interface Words {
  /** `12 jobs …`. */
  readonly done: string
  readonly consequence: string
}

/** In the order in which they are offered. */
export const BULK_WORDS = {
  're-run': {
    done: 'started again',
    consequence:
      'For each of them a new job of the same type starts with the same metadata, and is yours. They themselves stay as they are.',
  },
  pause: {
    done: 'paused',
    consequence: 'Nothing more of them starts until they are resumed. What runs goes on to its end.',
  },
  resume: { done: 'resumed', consequence: 'They go on where they were.' },
  priority: {
    done: 'changed',
    consequence: 'Where they stand in the queue changes; what runs goes on.',
  },
  stop: {
    done: 'asked to stop',
    consequence:
      'What runs is asked to end early, and what it has made so far is kept. What has not begun is given up, and they cannot go on afterwards.',
  },
  abort: {
    done: 'being aborted',
    consequence:
      'What their running steps have made so far is thrown away. Aborted jobs cannot go on: they can only be run again, as new jobs.',
  },
  delete: {
    done: 'deleted',
    consequence:
      'They go for good, with their metadata, log and history. The files that they have made stay where they are.',
  },
} as const satisfies Record<BulkAction, Words>

export const BULK_ACTIONS = Object.keys(BULK_WORDS) as readonly BulkAction[]

/** `Abort 12 jobs`; `priority` as the word of the new one. */
export function taskOf(action: BulkAction, count: number, priority?: string): string {
  switch (action) {
    case 'priority':
      return `Give ${jobs(count)} the priority ${priority}`
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
