/** Why a job is in its state, for programs and for people. All pure. */
import type { Cause } from '../../../schema/documents/job-reason.ts'
import type { JobStatus, StepStatus } from '../../../schema/queries/jobs/job-status.ts'
import { isFinal, isRunning } from '../../../schema/states.ts'
import type { NotPlaced } from '../admission/capacity.ts'
import { sentence } from './bounds.ts'
import { abortedBy, atWork, by, ended, ending, retry, waitsOf } from './clauses.ts'

export interface Reason {
  readonly cause: Cause
  /** A clause without a full stop. */
  readonly reason: string
  /** The step concerned. */
  readonly step?: StepStatus
}

/** `notPlaced` is why admission does not place its ready steps, by step id. */
export function reasonOf(job: JobStatus, notPlaced: ReadonlyMap<number, NotPlaced>): Reason {
  if (isFinal(job.state)) return { cause: 'ended', reason: ended(job) }
  const running = job.steps.filter(({ state }) => isRunning(state))
  const why = job.aborted ? abortedBy(job.aborted) : job.givenUp
  if (why !== null) {
    const reason = ending(why, job, queuedCleanup(job, notPlaced))
    return { cause: job.aborted ? 'aborting' : 'given-up', reason }
  }
  const [step] = running
  if (step) return { cause: job.stopped ? 'stopping' : 'running', reason: atWork(job, running), step }
  return paused(job) ?? waiting(job) ?? ready(job, notPlaced) ?? failed(job) ?? idle(job)
}

/** Why ready clean-up does not start. */
function queuedCleanup({ steps }: JobStatus, notPlaced: ReadonlyMap<number, NotPlaced>): string | undefined {
  const ready = steps.filter(({ state, cleanup, node }) => state === 'READY' && cleanup && node === null)
  const [not] = ready.flatMap(({ id }) => notPlaced.get(id) ?? [])
  return not && sentence(not)
}

function paused(job: JobStatus): Reason | undefined {
  if (!job.paused) return undefined
  const step = nextOf(job)
  return { cause: 'paused', reason: `the job was paused${by(job.paused.user)}`, ...(step && { step }) }
}

function waiting({ steps }: JobStatus): Reason | undefined {
  const waits = steps.filter(({ state }) => state === 'WAITING')
  const step = waits.find(({ problems }) => problems.length > 0)
  if (step) return { cause: 'problem', reason: waitsOf(waits), step }
  const [passed] = waits
  return (
    passed && {
      cause: 'starting',
      reason: `step ${passed.number} no longer waits and is about to queue again`,
      step: passed,
    }
  )
}

/** Why admission does not place its ready steps. Clean-up ignores pauses. */
function ready(job: JobStatus, notPlaced: ReadonlyMap<number, NotPlaced>): Reason | undefined {
  const step = job.steps.find(({ state }) => state === 'READY')
  if (!step) return undefined
  if (step.node !== null)
    return { cause: 'starting', reason: `step ${step.number} was assigned to ${step.node}`, step }
  if (job.pausedQueue && !step.cleanup) return { cause: 'queue-paused', reason: 'the queue is paused', step }
  if (job.pausedType && !step.cleanup)
    return { cause: 'type-paused', reason: `jobs of type ${job.type} are paused`, step }
  const not = notPlaced.get(step.id)
  if (!not) return { cause: 'starting', reason: `step ${step.number} is about to start`, step }
  return { cause: not.why, reason: sentence(not), step }
}

function failed({ steps, held }: JobStatus): Reason | undefined {
  const [step] = steps
    .filter(({ state }) => state === 'FAILED_RETRY')
    .toSorted((one, other) => dueOf(one) - dueOf(other))
  return step && { cause: 'retry', reason: retry(step, held), step }
}

function dueOf({ retryAfter }: StepStatus): number {
  return retryAfter === null ? Number.POSITIVE_INFINITY : Date.parse(retryAfter)
}

function idle(job: JobStatus): Reason {
  const lost = job.steps.find(({ state }) => state === 'DISAPPEARED')
  if (lost)
    return {
      cause: 'starting',
      reason: `the node of step ${lost.number} is gone; the step is about to queue again`,
      step: lost,
    }
  const step = nextOf(job)
  if (job.held)
    return {
      cause: 'held',
      reason: 'on hold: steps run only when you start them',
      ...(step && { step }),
    }
  return { cause: 'starting', reason: 'its next step is about to queue', ...(step && { step }) }
}

/** The next step. */
function nextOf({ steps }: JobStatus): StepStatus | undefined {
  return steps.find(({ state, cleanup }) => !cleanup && state !== 'FINISHED' && state !== 'FAILED_FATAL')
}
