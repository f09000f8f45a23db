import { type JobState, rankOf } from '../../../schema/states.ts'
import type { Asked, Script } from './perform.ts'
import { isIn, placesOf, seated } from './places.ts'
import { hangs } from './scripts.ts'
import type { JobRows, Snapshot } from './snapshot.ts'

/** The answer of `GET /job/{job-id}/reason`. */
export interface Reason {
  readonly status: JobState
  readonly cause: string
  readonly reason: string
  readonly step?: number
}

/** Whether the job may stay in its state at rest: its reason must be one that only a command resolves. */
export function isExcused(
  { cause, reason, step }: Reason,
  asked: Asked,
  script: Script,
  snapshot: Snapshot,
): boolean {
  const job = snapshot.jobs.find(({ id }) => id === asked.serial)
  switch (cause) {
    case 'held':
    case 'retry':
      return asked.held
    case 'paused':
      return asked.paused
    case 'queue-paused':
      return script.isQueuePaused
    case 'type-paused':
      return script.isTypePaused
    case 'problem':
      return isMissing(reason, asked, script)
    case 'aborting':
    case 'given-up':
      // Its clean-up may wait too.
      return (
        !script.made.has('c') && job?.steps.some((one) => one.cleanup && one.state === 'WAITING') === true
      )
    case 'running':
      return job !== undefined && hangsNow(job, asked, step) && !couldDoMore(job, asked, script, snapshot)
    case 'slots-full':
      return hanging(snapshot, script) >= slots(snapshot)
    case 'jobs-full':
    case 'pool-full':
      return job !== undefined && !hasPlace(job, snapshot)
    case 'group-full':
      return job !== undefined && snapshot.groups.some((group) => isFull(group, job, snapshot))
    default:
      return false
  }
}

/** Whether everything that the job reports to wait for is missing. */
function isMissing(reason: string, { paused }: Asked, { made }: Script): boolean {
  const wanted = [...reason.matchAll(/test-(\w+) to exist/g)].map(([, what = '']) => what)
  return wanted.length > 0 ? wanted.every((what) => !made.has(what)) : paused
}

/** Whether another step of the job could run while one hangs. */
function couldDoMore(
  { steps, paused }: JobRows,
  { held }: Asked,
  script: Script,
  snapshot: Snapshot,
): boolean {
  const some = (state: string) => steps.some((step) => step.state === state && !step.cleanup)
  const mayStart = !paused && !script.isQueuePaused && !script.isTypePaused
  const isReady = some('READY') && mayStart && hanging(snapshot, script) < slots(snapshot)
  return isReady || some('DISAPPEARED') || (some('FAILED_RETRY') && !held)
}

/**
 * Whether a free place admits the job. At rest the jobs inside are the STARTED ones; each gives its own
 * reason.
 */
function hasPlace({ priority }: JobRows, snapshot: Snapshot): boolean {
  const places = placesOf(snapshot)
  const ranks = inside(snapshot).map((job) => job.priority)
  return places === undefined || seated(places, ranks).left.some((threshold) => threshold <= priority)
}

function isFull(group: Snapshot['groups'][number], job: JobRows, snapshot: Snapshot): boolean {
  const { name, maxConcurrency } = group
  if (maxConcurrency === null || !isIn(name, job)) return false
  return inside(snapshot).filter((other) => isIn(name, other)).length >= maxConcurrency
}

/** The jobs that take a place. IMMEDIATE jobs take none. */
function inside({ jobs }: Snapshot): readonly JobRows[] {
  return jobs.filter(({ state, priority }) => state === 'STARTED' && priority < rankOf('IMMEDIATE'))
}

function slots({ hosts }: Snapshot): number {
  return hosts[0]?.slots['cpu'] ?? 0
}

/** Number of hanging steps. */
function hanging({ jobs }: Snapshot, script: Script): number {
  const of = (job: JobRows) => {
    const asked = script.jobs.find(({ serial }) => serial === job.id)
    const running = job.steps.filter(({ state }) => state.startsWith('STARTED'))
    return running.filter(({ number }) => asked && hangsNow(job, asked, number)).length
  }
  return jobs.reduce((sum, job) => sum + of(job), 0)
}

function hangsNow({ steps }: JobRows, { metadata }: Asked, number: number | undefined): boolean {
  const step = steps.find((one) => one.number === number)
  return step !== undefined && hangs(metadata, step.number, step.attempt)
}
