import { type JobState, rankOf } from '../../../schema/states.ts'
import type { Asked, Script } from './perform.ts'
import { isIn, placesOf, seated } from './places.ts'
import { hangs } from './scripts.ts'
import type { JobRows, Snapshot } from './snapshot.ts'

/** What `GET /job/{id}/reason` says. */
export interface Reason {
  readonly status: JobState
  readonly cause: string
  readonly reason: string
  readonly step?: number
}

/** Whether a job may stay where it is, now that nobody does anything any more: for a reason that does not pass by itself. */
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
      // Its clean-up may wait, too.
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

/** Nothing that it says it waits for is there. */
function isMissing(reason: string, { paused }: Asked, { made }: Script): boolean {
  const wanted = [...reason.matchAll(/test-(\w+) to exist/g)].map(([, what = '']) => what)
  return wanted.length > 0 ? wanted.every((what) => !made.has(what)) : paused
}

/** While one step of it hangs, others are to come as far as they can. */
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

/** Whether one of the places that are left admits it. At rest those inside are the jobs that have started: each says itself why it still runs. */
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

/** Those that have a place. IMMEDIATE takes none. */
function inside({ jobs }: Snapshot): readonly JobRows[] {
  return jobs.filter(({ state, priority }) => state === 'STARTED' && priority < rankOf('IMMEDIATE'))
}

function slots({ hosts }: Snapshot): number {
  return hosts[0]?.slots['cpu'] ?? 0
}

/** How many steps hang. */
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
