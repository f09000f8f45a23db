/** Writes a job as a `JobDocument`. */
import type { JobDocument } from '../../../schema/documents/job.ts'
import { siteId } from '../../../schema/ids.ts'
import type { JobParts, ReadJob, ReadTask } from '../../../schema/queries/jobs/read-jobs.ts'
import { isRunning, priorityOf } from '../../../schema/states.ts'
import { computedMetadata, mayBeComputed } from './computed-metadata.ts'

/** The parts of a job that its document shows (wire.md §6.1). */
export interface Shown {
  /** The metadata keys to show. */
  readonly data: 'none' | 'all' | readonly string[]
  readonly steps: boolean
}

/** The parts that `metadata`, `field` and `step` select. `field` implies `metadata` (wire.md §8.6). */
export function shown(query: {
  readonly metadata?: boolean
  readonly field?: readonly string[]
  readonly step?: boolean
}): Shown {
  const { metadata = false, field = [], step: steps = false } = query
  return { data: field.length > 0 ? field : metadata ? 'all' : 'none', steps }
}

/** The parts of a job to read for such a document. */
export function partsOf({ data, steps }: Shown): JobParts {
  const runs = data === 'all' || (data !== 'none' && data.some(mayBeComputed))
  return { metadata: data !== 'none', steps, runs }
}

export function jobDocument(job: ReadJob, { data, steps }: Shown): JobDocument {
  const { id, user, started, finished, state, type, priority, paused } = job
  const { failureCause, failedStep, stoppedBy, keep } = job
  const tasks = withoutRepeatedWaits(job.steps?.tasks ?? [])
  return {
    jobId: siteId(id),
    user,
    started: new Date(started),
    ...(finished !== null && { finished: new Date(finished) }),
    ...{ status: state, type, priority: priorityOf(priority) },
    ...(steps && waitingFor(job)),
    ...(steps && currentStep(tasks)),
    ...(data !== 'none' && { data: dataOf(job, data) }),
    ...(steps && tasks.length > 0 && { totalSteps: job.steps?.total ?? 0 }),
    ...(steps && { log: { task: tasks.map(taskDocument) } }),
    ...(finished !== null && present({ failureCause, failedStep, stoppedBy })),
    ...(paused !== null && finished === null && { paused }),
    ...(keep && { keep }),
  }
}

/**
 * Of consecutive waits of a step only the last: a script that waits runs every minute. `/log` and `/history`
 * have them all. Pure.
 */
export function withoutRepeatedWaits<T extends Pick<ReadTask, 'step' | 'state'>>(
  tasks: readonly T[],
): readonly T[] {
  const next = new Map<number, T>()
  const kept = tasks.toReversed().filter((task) => {
    const later = next.get(task.step)
    next.set(task.step, task)
    return task.state !== 'WAITING' || later?.state !== 'WAITING'
  })
  return kept.toReversed()
}

/** The condition that a WAITING job waits for (wire.md §6.1). */
function waitingFor({ steps }: ReadJob): Pick<JobDocument, 'waiting'> {
  if (!steps?.waiting) return {}
  const { resource, type, requirement } = steps.waiting
  return { waiting: { resourceId: resource, resourceType: type, requirement } }
}

/**
 * The running step, or the last one that ran. `number` is its position, not its step number (wire.md §6.3). A
 * clean-up step has the position of the last step, because clients show it as a share of `totalSteps`.
 */
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
  serious,
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
    ...(serious && present({ warnings: serious.warnings || null, errors: serious.errors || null })),
  }
}

/** A total in seconds of media can be fractional; the document has whole numbers. */
function wholeOf(total: number | null): number | null {
  return total === null ? null : Math.round(total)
}

/** Leaves out the keys whose value is null. */
export function present<T extends Readonly<Record<string, unknown>>>(
  values: T,
): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

/** Stored metadata overrides computed metadata, so that metadata is shown as it was given. */
function dataOf(job: ReadJob, keys: 'all' | readonly string[]) {
  const { metadata = [] } = job
  const itemId = metadata.find(({ key }) => key === 'itemId')
  const item = itemId ? [{ key: 'item', value: itemId.value }] : []
  const all = new Map(
    [...item, ...computedMetadata(job), ...metadata].map(({ key, value }) => [key, value] as const),
  )
  return [...all]
    .filter(([key]) => keys === 'all' || keys.includes(key))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => ({ key, value }))
}

/** The keys that Vidispine servers show even without `metadata`, and `outputUri`. */
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
