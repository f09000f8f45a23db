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
import { estimate } from './estimate.ts'
import { type Reason, reasonOf } from './reason.ts'
import { withRetrying } from './retrying.ts'
import { whatIf } from './what-if.ts'

/** Why a job is where it is, and what can be said of when it goes on. */
export interface Why extends Reason {
  readonly job: JobStatus
  /** Among the steps that are ready with the same need, from 1; of a step that waits for its place in the queue. */
  readonly position?: number
  /** How long it is likely to wait yet, s. */
  readonly waitS?: number
  /** What would have to be different for it to start. */
  readonly whatIf?: string
}

/** Why a job is where it is, by the same decision that admits; undefined for an unknown one. Changes nothing and locks nothing. */
export async function why(em: EntityManager, jobId: number): Promise<Why | undefined> {
  const job = await readJobStatus(em, jobId)
  if (!job) return undefined
  const [step] = queued(job)
  if (!step) return { job, ...reasonOf(job, new Map()) }
  const situation = await situationWith(em, [job])
  const notPlaced = await withRetries(em, fitting(situation).notPlaced)
  const reason = reasonOf(job, notPlaced)
  const not = notPlaced.get(step.id)
  if (not?.why !== reason.cause) return { job, ...reason }
  const position = await positionOf(em, { need: step.need, priority: job.priority, jobId })
  const hypothesis = whatIf(situation, step.id, not)
  const waitS = await estimate(em, job.type, position, not, situation.nodes)
  return {
    job,
    ...reason,
    position,
    ...(waitS !== undefined && { waitS }),
    ...(hypothesis && { whatIf: hypothesis }),
  }
}

/** The same of many jobs, by id, without what would take a look for each: one look at the queue is enough for all. */
export async function reasonsOf(
  em: EntityManager,
  jobIds: readonly number[],
): Promise<ReadonlyMap<number, Reason>> {
  if (jobIds.length === 0) return new Map()
  const jobs = await readJobStatuses(em, jobIds)
  const isQueued = jobs.some((job) => queued(job).length > 0)
  const notPlaced: ReadonlyMap<number, NotPlaced> = isQueued
    ? await withRetries(em, fitting(await situationWith(em, jobs)).notPlaced)
    : new Map()
  return new Map(jobs.map((job) => [job.id, reasonOf(job, notPlaced)]))
}

/** Looked for only where it is asked why a job is not running, not with each admission. */
async function withRetries(
  em: EntityManager,
  notPlaced: ReadonlyMap<number, NotPlaced>,
): Promise<ReadonlyMap<number, NotPlaced>> {
  if (![...notPlaced.values()].some((not) => 'limit' in not)) return notPlaced
  const retrying = await retryingJobs(em)
  return new Map([...notPlaced].map(([id, not]) => [id, withRetrying(not, retrying)] as const))
}

/** The steps that are waiting for a place. What is paused is no candidate: it would take the place of what is not. */
function queued({ steps, pausedQueue, pausedType }: JobStatus): readonly StepStatus[] {
  return steps.filter(
    ({ state, node, cleanup }) =>
      state === 'READY' && node === null && (cleanup || !(pausedQueue || pausedType)),
  )
}

/** The situation with these jobs' steps among the candidates, also where so many stand before them that admission does not look at them yet. */
async function situationWith(em: EntityManager, jobs: readonly JobStatus[]): Promise<QueueSnapshot> {
  const situation = await readySteps(em)
  const known = new Set(situation.candidates.map(({ stepId }) => stepId))
  const others = jobs.flatMap(candidatesOf).filter(({ stepId }) => !known.has(stepId))
  return { ...situation, candidates: [...situation.candidates, ...others] }
}

function candidatesOf(job: JobStatus): readonly Candidate[] {
  const { id: jobId, priority, state } = job
  return queued(job).map(({ id: stepId, number, need, runsAs, sinceS: readyS }) => ({
    ...{ stepId, jobId, number, need, priority, runsAs, readyS },
    running: state === 'STARTED',
  }))
}
