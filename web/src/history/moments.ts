/** The history of a job as people read it: what happened in one second together, one line each. Pure. */
import type { JobState, StepState } from '../../../schema/states.ts'
import { JOB_LOOK, type Look, STEP_LOOK } from '../state/look.ts'
import { readTime } from '../time/say-time.ts'
import type { Entry } from './runs.ts'

export interface Happening {
  readonly sentence: string
  /** That of the state it led to; undefined for what led to none. */
  readonly look: Look | undefined
  /** Nothing that needs eyes: what follows from something else. */
  readonly quiet: boolean
  readonly cause?: string
  readonly node?: string
  readonly user?: string
}

export interface Moment {
  /** Of the first of them, ms since 1970. */
  readonly time: number
  readonly happenings: readonly Happening[]
}

const SECOND = 1_000

/** In the order of the history. */
export function momentsOf(entries: readonly Entry[]): readonly Moment[] {
  const moments: { readonly time: number; readonly happenings: Happening[] }[] = []
  for (const entry of merged(entries)) {
    const time = readTime(entry.timestamp)
    const last = moments.at(-1)
    if (last && Math.floor(last.time / SECOND) === Math.floor(time / SECOND))
      last.happenings.push(happening(entry))
    else moments.push({ time, happenings: [happening(entry)] })
  }
  return moments
}

/** An entry, and the other steps to which the same happened with it. */
type Told = Entry & { readonly steps: readonly number[] }

/** Steps that became ready at once, for the same reason, are one line. */
function merged(entries: readonly Entry[]): readonly Told[] {
  const told: Told[] = []
  for (const entry of entries) {
    const steps = entry.step === undefined ? [] : [entry.step]
    const last = told.at(-1)
    if (last && entry.event === 'dependencies-met' && isSame(last, entry))
      told[told.length - 1] = { ...last, steps: [...last.steps, ...steps] }
    else told.push({ ...entry, steps })
  }
  return told
}

function isSame(one: Entry, other: Entry): boolean {
  return one.event === other.event && one.timestamp === other.timestamp && one.cause === other.cause
}

function happening({ steps, attempts = 0, event, from = '', to, cause, node, user }: Told): Happening {
  const [word, quiet] = (steps.length > 0 ? OF_STEPS : OF_JOBS)[event] ?? [`${event}: ${to}`, false]
  // What leads to another try is not of the one before, whose number it has.
  const again = attempts > 0 && event !== 'retry-due' ? ` (try ${attempts + 1})` : ''
  const who = steps.length === 0 ? 'The job' : `Step${steps.length > 1 ? 's' : ''} ${listed(steps)}${again}`
  return {
    sentence: `${who} ${word.replace('{from}', from).replace('{to}', to)}`,
    look: lookOf(to, steps.length > 0),
    quiet,
    ...(cause !== undefined && { cause }),
    ...(node !== undefined && { node }),
    ...(user !== undefined && { user }),
  }
}

function lookOf(to: string, isStep: boolean): Look | undefined {
  const looks: Readonly<Record<string, Look>> = isStep
    ? (STEP_LOOK satisfies Record<StepState, Look>)
    : (JOB_LOOK satisfies Record<JobState, Look>)
  return looks[to]
}

function listed(steps: readonly number[]): string {
  return steps.length < 2 ? steps.join('') : `${steps.slice(0, -1).join(', ')} and ${steps.at(-1) ?? ''}`
}

/** What is said, and whether it only follows from something else. An event that is not here is said as it is named. */
type Words = Readonly<Record<string, readonly [word: string, quiet: boolean]>>

const OF_STEPS: Words = {
  'dependencies-met': ['became ready', true],
  started: ['started', false],
  'started-asynchronously': ['started', false],
  signalled: ['signalled: others may start beside it', false],
  'fanned-out': ['was cut into parts', false],
  finished: ['finished', false],
  'failed-retry': ['failed, and is tried again', false],
  'failed-fatal': ['failed for good', false],
  'must-wait': ['has to wait', false],
  'problem-resolved': ['queues again: what it waited for has passed', false],
  'retry-due': ['queues again for its next try', true],
  'retry-awaited': ['waits for its next try as before', false],
  lost: ['was lost with its worker', false],
  'run-again': ['queues again', true],
  withdrawn: ['is not run any more', true],
}

const OF_JOBS: Words = {
  created: ['was created', false],
  'step-started': ['is running', true],
  'problem-raised': ['waits', false],
  'problem-resolved': ['goes on', false],
  'stop-requested': ['was asked to stop with what it has', false],
  paused: ['was paused', false],
  'given-up': ['was given up', false],
  'cleanup-given-up': ['is not cleaned up any further', false],
  resumed: ['was resumed', false],
  released: ['was let go of', false],
  'abort-requested': ['is being aborted', false],
  'steps-stopped': ['was aborted', false],
  'all-finished': ['finished', false],
  'optional-failed': ['finished, with a step that failed', false],
  'critical-failed': ['failed', false],
  'priority-changed': ['went from priority {from} to {to}', false],
}
