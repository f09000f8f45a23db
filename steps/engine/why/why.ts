/** Why a job is where it is, by the same decision that admits, and when it is likely to go on. */
import type { EntityManager } from '@mikro-orm/postgresql'
import {
  type Candidate,
  type QueueSnapshot,
  readySteps,
} from '../../../schema/queries/admission/ready-steps.ts'
import { retryingJobs } from '../../../schema/queries/admission/retrying-jobs.ts'
import {
  type JobStatus,
  positionOf,
  readJobStatus,
  readJobStatuses,
  type StepStatus,
} from '../../../schema/queries/jobs/job-status.ts'
import { fitting, type NotPlaced } from '../admission/capacity.ts'
import { boundOf } from './bounds.ts'
import { estimate } from './estimate.ts'
import { type Reason, reasonOf } from './reason.ts'

export interface Why extends Reason {
  readonly job: JobStatus
  /** Among the ready steps with the same need, from 1; of a step that waits for a place. */
  readonly position?: number
  /** How long it is likely to wait, s. */
  readonly waitS?: number
  /** What would have to change for it to start. */
  readonly whatIf?: string
}

type NotPlacedSteps = ReadonlyMap<number, NotPlaced>

/** Undefined for an unknown job. Changes nothing and locks nothing. */
export async function why(em: EntityManager, jobId: number): Promise<Why | undefined> {
  const job = await readJobStatus(em, jobId)
  if (!job) return undefined
  const [step] = queued(job)
  if (!step) return { job, ...reasonOf(job, new Map()) }
  const snapshot = await snapshotWith(em, [job])
  const notPlaced = await withRetrying(em, fitting(snapshot).notPlaced)
  const reason = reasonOf(job, notPlaced)
  const not = notPlaced.get(step.id)
  if (not?.why !== reason.cause) return { job, ...reason }
  const position = await positionOf(em, { need: step.need, priority: job.priority, jobId })
  const hypothesis = whatIf(snapshot, step.id, not)
  const waitS = await estimate(em, job.type, position, not, snapshot.nodes)
  return {
    job,
    ...reason,
    reason: `${reason.reason}${ahead(position)}`,
    position,
    ...(waitS !== undefined && { waitS }),
    ...(hypothesis && { whatIf: hypothesis }),
  }
}

/** The same of many jobs, by id, without position and estimate: one reading of the queue serves all. */
export async function reasonsOf(
  em: EntityManager,
  jobIds: readonly number[],
): Promise<ReadonlyMap<number, Reason>> {
  if (jobIds.length === 0) return new Map()
  const jobs = await readJobStatuses(em, jobIds)
  const isQueued = jobs.some((job) => queued(job).length > 0)
  const notPlaced: NotPlacedSteps = isQueued
    ? await withRetrying(em, fitting(await snapshotWith(em, jobs)).notPlaced)
    : new Map()
  return new Map(jobs.map((job) => [job.id, reasonOf(job, notPlaced)]))
}

/** “; 3 jobs are ahead” */
function ahead(position: number): string {
  if (position === 1) return ''
  return position === 2 ? '; 1 job is ahead' : `; ${position - 1} jobs are ahead`
}

/** What one more of what is short would change; undefined where the step would still wait. Pure. */
function whatIf(snapshot: QueueSnapshot, stepId: number, not: NotPlaced): string | undefined {
  const more = boundOf(not).oneMore(not, snapshot)
  return more && !fitting(more.snapshot).notPlaced.has(stepId)
    ? `it would start with ${more.words}`
    : undefined
}

/**
 * Counts the jobs in the places of a queue limit that only wait for a retry. Admission does not need the
 * number.
 */
async function withRetrying(em: EntityManager, notPlaced: NotPlacedSteps): Promise<NotPlacedSteps> {
  if (![...notPlaced.values()].some((not) => 'limit' in not)) return notPlaced
  const jobs = await retryingJobs(em)
  const counted = (not: NotPlaced): NotPlaced => {
    if (!('limit' in not)) return not
    const taking = jobs.filter((job) => boundOf(not).isTakenBy(job, not))
    return { ...not, retrying: taking.reduce((sum, { count }) => sum + count, 0) }
  }
  return new Map([...notPlaced].map(([id, not]) => [id, counted(not)] as const))
}

/** The steps that wait for a place. Paused steps are no candidates: they would take the place of others. */
function queued({ steps, pausedQueue, pausedType }: JobStatus): readonly StepStatus[] {
  return steps.filter(
    ({ state, node, cleanup }) =>
      state === 'READY' && node === null && (cleanup || !(pausedQueue || pausedType)),
  )
}

/**
 * The snapshot with the steps of these jobs among the candidates, even where admission does not read that
 * far.
 */
async function snapshotWith(em: EntityManager, jobs: readonly JobStatus[]): Promise<QueueSnapshot> {
  const snapshot = await readySteps(em)
  const known = new Set(snapshot.candidates.map(({ stepId }) => stepId))
  const others = jobs.flatMap(candidatesOf).filter(({ stepId }) => !known.has(stepId))
  return { ...snapshot, candidates: [...snapshot.candidates, ...others] }
}

function candidatesOf(job: JobStatus): readonly Candidate[] {
  const { id: jobId, priority, state } = job
  return queued(job).map(({ id: stepId, number, need, runsAs, sinceS: readyS }) => ({
    ...{ stepId, jobId, number, need, priority, runsAs, readyS },
    running: state === 'STARTED',
  }))
}
