/** Locks jobs, and reads what their next states depend on. */

import type { EntityManager } from '@mikro-orm/postgresql'
import type { GivenUpCause } from '../../failure-cause.ts'
import { execute, type Statement } from '../../sql/execute.ts'
import type { JobState } from '../../states.ts'
import type { NewStep } from '../jobs/create-job.ts'

/** A live job under its lock, with everything that determines its next state. */
export interface LockedJob {
  readonly id: number
  readonly type: string
  readonly state: JobState
  readonly user: string
  readonly held: boolean
  /** Whether any of its steps has ever run, clean-up steps excluded. */
  readonly started: boolean
  readonly abort: {
    readonly cleanup: boolean
    readonly user: string | null
    readonly reason: string | null
  } | null
  /** The user who paused it. No further step starts until it is resumed. Null if it is not paused. */
  readonly paused: { readonly user: string | null } | null
  /** The user who stopped it; null if it was not stopped. */
  readonly stop: { readonly user: string | null } | null
  /** Why the engine has given it up; null if it has not. */
  readonly givenUp: string | null
  /** The cause of that, for programs. */
  readonly failureCause: GivenUpCause | null
  /** Why its clean-up was given up; null if it was not. */
  readonly cleanupGivenUp: string | null
  readonly steps: readonly LockedStep[]
  readonly placements: readonly LockedPlacement[]
  readonly metadata: Readonly<Record<string, string>>
}

export interface LockedStep extends Omit<NewStep, 'description' | 'need'> {
  readonly id: number
  readonly attempt: number
  readonly losses: number
  /** When it became FAILED_FATAL, and why; null if it is not. */
  readonly failure: { readonly at: string; readonly reason: string | null } | null
  /** Whether its next attempt is scheduled. The time is kept while it waits. */
  readonly toRetry: boolean
  /** The problems that it still waits for. */
  readonly waitsFor: readonly { readonly id: number; readonly type: string }[]
}

export interface LockedPlacement {
  readonly id: number
  readonly stepId: number
  readonly nodeId: number
  readonly fetched: boolean
}

/**
 * Locks a live job and reads it completely. Every change of a job begins with this lock, so two changes of
 * one job never interleave. Undefined for a final or unknown job. Relies on the index `job_id`.
 */
export async function lockJob(em: EntityManager, id: number): Promise<LockedJob | undefined> {
  const locked = await execute<{ readonly job: LockedJob | null }>(em, LOCK_AND_READ, [id, [id], [id]])
  if (locked[0]?.job !== null) return locked[0]?.job
  const [row] = await execute<{ readonly job: LockedJob }>(em, READ, [[id], [id], id])
  return row?.job
}

/**
 * The same for several jobs, without waiting. Leaves out jobs that are locked elsewhere, final or unknown,
 * and jobs that changed while they were read. `freeJobsOf` reads the answer.
 */
export function lockFreeJobs(ids: readonly number[]): Statement {
  return [LOCK_FREE_AND_READ, [ids, ids, ids]]
}

/** The answer of `lockFreeJobs`. */
export function freeJobsOf(rows: readonly unknown[]): readonly LockedJob[] {
  return (rows as readonly { readonly job: LockedJob | null }[]).flatMap(({ job }) => job ?? [])
}

/**
 * The ids of the jobs are values, if they are known, so that PostgreSQL opens only the partitions of these
 * jobs. Otherwise it opens all and reads one.
 */
const readJob = (jobs: 'known' | 'chosen') => {
  const isKnown = (table: string) => (jobs === 'known' ? `and ${table}.job_id = any(?::integer[])` : '')
  return /* sql */ `
select json_build_object(
  'id', j.id, 'type', j.type, 'state', j.state, 'user', j.user_name, 'held', j.held, 'started', j.run_started is not null,
  'abort', case when j.abort_requested is null then null else json_build_object(
    'cleanup', j.abort_cleanup, 'user', j.abort_user, 'reason', j.abort_reason) end,
  'paused', case when j.paused is null then null else json_build_object('user', j.paused_by) end, 'givenUp', j.given_up,
  'failureCause', j.failure_cause,
  'cleanupGivenUp', j.cleanup_given_up,
  'stop', case when j.stop_requested is null then null else json_build_object('user', j.stop_user) end,
  'steps', (
    select coalesce(json_agg(json_build_object(
      'id', s.id, 'number', s.number, 'name', s.name, 'state', s.state, 'attempt', s.attempt, 'losses', s.losses,
      'runsAs', s.runs_as, 'after', s.after, 'alongside', s.alongside, 'critical', s.critical, 'cleanup', s.cleanup,
      'tries', s.tries, 'backoff', s.backoff, 'result', s.result, 'toRetry', s.retry_after is not null,
      'failure', case when s.state = 'FAILED_FATAL' then json_build_object('at', s.changed, 'reason', s.error_message) end,
      'waitsFor', case when s.state = 'WAITING' then (
        select coalesce(json_agg(json_build_object('id', p.id, 'type', p.type)), '[]')
        from callsheet.waiting_step w
        join callsheet.problem p on p.id = w.problem_id and p.resolved is null
        where w.step_id = s.id and w.passed is null) else '[]' end) order by s.number), '[]')
    from callsheet.step s where s.job_id = j.id ${isKnown('s')}),
  'placements', (
    select coalesce(json_agg(json_build_object(
      'id', p.id, 'stepId', p.step_id, 'nodeId', p.node_id, 'fetched', p.fetched is not null)), '[]')
    from callsheet.placement p where p.job_id = j.id),
  'metadata', (select coalesce(json_object_agg(m.key, m.value), '{}') from callsheet.metadata m where m.job_id = j.id ${isKnown('m')})
) as job
from callsheet.job j
where j.id = ? and j.finished is null`
}

const READ = readJob('known')

// The snapshot is older than the lock. Every change writes the row of the job, so the snapshot is current if
// it contains the very row that is locked. Otherwise another statement reads the job.
const asLocked = (read: string) =>
  read.replace('j.id = ?', 'j.id = locked.id and j.tableoid = locked.tableoid and j.ctid = locked.ctid')

/** Reads the jobs of a part `locked` of the same statement. */
export const READ_AS_LOCKED: string = asLocked(readJob('chosen'))

const lockAndRead = (lock: string) => /* sql */ `
with locked as materialized (
  select l.id, l.tableoid, l.ctid from callsheet.job l where ${lock}
)
select (
  select r.job
  from (${asLocked(READ)}) r
) as job
from locked`

const LOCK_AND_READ = lockAndRead('l.id = ? and l.finished is null for update')

// Lock order: by id, as in every statement that locks several jobs.
const LOCK_FREE_AND_READ = lockAndRead(
  'l.id = any(?::integer[]) and l.finished is null order by l.id for update skip locked',
)
