/** Groups the history of a job by second, and puts each entry into words. Pure. */
import type { JobState, StepState } from '../../../schema/states.ts'
import { JOB_LOOK, type Look, STEP_LOOK } from '../state/look.ts'
import { readTime } from '../time/say-time.ts'
import type { Entry } from './runs.ts'

export interface Happening {
  readonly sentence: string
  /** The look of the resulting state; undefined if the state did not change. */
  readonly look: Look | undefined
  /** True if it only follows from another entry, and needs no attention. */
  readonly quiet: boolean
  readonly cause?: string
  readonly node?: string
  readonly user?: string
}

export interface Moment {
  /** The time of the first happening, ms since 1970. */
  readonly time: number
  readonly happenings: readonly Happening[]
}

const SECOND = 1_000

/** In the order of the entries. */
export function momentsOf(entries: readonly Entry[]): readonly Moment[] {
  const moments: { readonly time: number; readonly happenings: Happening[] }[] = []
  for (const entry of merged(explained(entries))) {
    const time = readTime(entry.timestamp)
    const last = moments.at(-1)
    if (last && Math.floor(last.time / SECOND) === Math.floor(time / SECOND))
      last.happenings.push(happening(entry))
    else moments.push({ time, happenings: [happening(entry)] })
  }
  return moments
}

/** Names the events by what they mean in this job: an abort ends its steps, a stop ends the job early. */
function explained(entries: readonly Entry[]): readonly Entry[] {
  let [aborted, stopped] = [false, false]
  return entries.map((entry) => {
    const { event, step, cause } = entry
    aborted ||= event === 'abort-requested'
    stopped ||= event === 'stop-requested'
    if (event === 'failed-fatal' && step !== undefined && aborted) return { ...entry, event: 'aborted' }
    if (event === 'lost' && cause === PLANNED) return { ...entry, event: 'interrupted' }
    if (event === 'all-finished' && stopped) return { ...entry, event: 'stopped-early' }
    return entry
  })
}

/** The cause of a loss that was in order: the server was stopped or restarted. */
const PLANNED = 'node stopped'

/** Looks of events whose resulting state would mislead. */
const LOOKS: Readonly<Record<string, Look>> = {
  aborted: JOB_LOOK.ABORTED,
  interrupted: STEP_LOOK.READY,
  'stopped-early': { ...JOB_LOOK.ABORTED, icon: 'stop' },
}

/** An entry, with the steps of all entries merged into it. */
type MergedEntry = Entry & { readonly steps: readonly number[] }

/** Merges steps that became ready at the same time for the same reason. */
function merged(entries: readonly Entry[]): readonly MergedEntry[] {
  const result: MergedEntry[] = []
  for (const entry of entries) {
    const steps = entry.step === undefined ? [] : [entry.step]
    const last = result.at(-1)
    if (last && entry.event === 'dependencies-met' && isSame(last, entry))
      result[result.length - 1] = { ...last, steps: [...last.steps, ...steps] }
    else result.push({ ...entry, steps })
  }
  return result
}

function isSame(one: Entry, other: Entry): boolean {
  return one.event === other.event && one.timestamp === other.timestamp && one.cause === other.cause
}

function happening({ steps, attempts = 0, event, from = '', to, cause, node, user }: MergedEntry): Happening {
  const [word, quiet] = (steps.length > 0 ? OF_STEPS : OF_JOBS)[event] ?? [`${event}: ${to}`, false]
  // `retry-due` carries the number of the failed attempt, but leads to the next one.
  const retry = attempts > 0 && event !== 'retry-due' ? ` (retry ${attempts})` : ''
  const subject =
    steps.length === 0 ? 'The job' : `Step${steps.length > 1 ? 's' : ''} ${listed(steps)}${retry}`
  return {
    sentence: `${subject} ${word.replace('{from}', from).replace('{to}', to)}`,
    look: LOOKS[event] ?? lookOf(to, steps.length > 0),
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

/** The predicate of each event, and whether it is quiet. Other events are shown by name. */
type Words = Readonly<Record<string, readonly [word: string, quiet: boolean]>>

const OF_STEPS: Words = {
  'dependencies-met': ['became ready', true],
  started: ['started', false],
  'started-asynchronously': ['started', false],
  signalled: ['signaled that dependent steps may start', false],
  'fanned-out': ['was split into subtasks', false],
  finished: ['finished', false],
  'failed-retry': ['failed and will be retried', false],
  'failed-fatal': ['failed permanently', false],
  'must-wait': ['is waiting for a condition', false],
  'problem-resolved': ['was queued again: the condition has passed', false],
  'retry-due': ['was queued for its next attempt', true],
  'retry-awaited': ['is still waiting to retry', false],
  lost: ['was lost with its node', false],
  interrupted: ['was interrupted: its node was stopped', false],
  aborted: ['was aborted', false],
  'run-again': ['was queued again', true],
  withdrawn: ['will not run', true],
}

const OF_JOBS: Words = {
  created: ['was created', false],
  'step-started': ['is running', true],
  'problem-raised': ['is waiting', false],
  'problem-resolved': ['continued', false],
  'stop-requested': ['was asked to stop', false],
  paused: ['was paused', false],
  'given-up': ['exceeded a limit', false],
  'cleanup-given-up': ['ended its clean-up early', false],
  resumed: ['was resumed', false],
  released: ['was released', false],
  'abort-requested': ['is being aborted', false],
  'steps-stopped': ['was aborted', false],
  'all-finished': ['finished', false],
  'stopped-early': ['was stopped early', false],
  'optional-failed': ['finished with a failed step', false],
  'critical-failed': ['failed', false],
  'priority-changed': ['changed priority from {from} to {to}', false],
  kept: ['will be kept when others of its age go', false],
  unkept: ['will no longer be kept', false],
}
