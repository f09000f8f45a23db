import type { JobDocument } from '../../schema/documents/job.ts'
import { siteId } from '../../schema/ids.ts'
import type { ReadJob, ReadTask } from '../../schema/queries/read-jobs.ts'
import { isRunning, priorityOf } from '../../schema/states.ts'

/** Which parts a job's document has (wire.md §6.1). */
export interface Shown {
  /** The metadata keys that are shown. */
  readonly data: 'none' | 'all' | readonly string[]
  readonly steps: boolean
}

/** What the parameters `metadata`, `field` and `step` ask for; keys that are named are shown without `metadata`, too (wire.md §8.6). */
export function shown(query: {
  readonly metadata?: boolean
  readonly field?: readonly string[]
  readonly step?: boolean
}): Shown {
  const { metadata = false, field = [], step: steps = false } = query
  return { data: field.length > 0 ? field : metadata ? 'all' : 'none', steps }
}

/** A job as a document. */
export function jobDocument(job: ReadJob, { data, steps }: Shown): JobDocument {
  const { id, user, started, finished, state, type, priority } = job
  const tasks = job.steps?.tasks ?? []
  return {
    jobId: siteId(id),
    user,
    started: new Date(started),
    ...(finished !== null && { finished: new Date(finished) }),
    ...{ status: state, type, priority: priorityOf(priority) },
    ...(steps && currentStep(tasks)),
    ...(data !== 'none' && { data: dataOf(job, data) }),
    ...(steps && tasks.length > 0 && { totalSteps: job.steps?.total ?? 0 }),
    ...(steps && { log: { task: tasks.map(taskDocument) } }),
  }
}

/** The step that runs, or that ran last: by its place among the steps, not by its number (wire.md §6.3). */
function currentStep(tasks: readonly ReadTask[]): Pick<JobDocument, 'currentStep'> {
  const latest = tasks.toSorted((a, b) => b.id - a.id)
  const current = latest.find(({ state }) => isRunning(state)) ?? latest[0]
  if (!current) return {}
  return { currentStep: { description: current.description, number: current.ordinal, status: current.state } }
}

function taskDocument({
  id,
  step,
  attempt,
  state,
  changed,
  description,
  progress,
  lines,
  errorMessage,
}: ReadTask) {
  return {
    ...{ step, attempts: attempt, status: state, timestamp: new Date(changed), description },
    ...(progress && {
      progress: {
        value: progress.value,
        ...present({ total: wholeOf(progress.total), unit: progress.unit }),
      },
    }),
    ...(lines.length > 0 && {
      subStep: lines.map(({ at, text }) => ({ timestamp: new Date(at), description: text })),
    }),
    ...(errorMessage !== null && { errorMessage }),
    ...{ subTask: [], id },
  }
}

/** Seconds of media are reported as they are; the document has whole numbers. */
function wholeOf(total: number | null): number | null {
  return total === null ? null : Math.round(total)
}

function present<T extends Readonly<Record<string, unknown>>>(
  values: T,
): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

function dataOf({ metadata = [] }: ReadJob, keys: 'all' | readonly string[]) {
  const itemId = metadata.find(({ key }) => key === 'itemId')
  const all = itemId ? [...metadata, { key: 'item', value: itemId.value }] : metadata
  const chosen = keys === 'all' ? all : all.filter(({ key }) => keys.includes(key))
  return chosen.toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

/** What real servers show without being asked for metadata, and where the output lies. */
export const SHORT_KEYS = [
  'item',
  'outputUri',
  'shapeIds',
  'transcodeDurations',
  'transcodeEstimatedTimeLeft',
  'transcodeMediaTimes',
  'transcodeProgress',
  'transcodeWallTime',
]
