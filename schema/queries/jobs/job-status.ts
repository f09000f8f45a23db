/** Reads what explains the state of a job: its steps, pauses, problems and position. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import type { JobState, StepState } from '../../states.ts'
import { FAILED_STEP, FAILURE } from './job-parts.ts'

/** A job with everything that explains its state. Times are ISO 8601. */
export interface JobStatus {
  readonly id: number
  readonly type: string
  readonly state: JobState
  /** Rank, LOWEST 1 … IMMEDIATE 6. */
  readonly priority: number
  readonly held: boolean
  readonly paused: { readonly user: string | null } | null
  readonly aborted: { readonly user: string | null; readonly reason: string | null } | null
  /** The request to end it early and keep its output. */
  readonly stopped: { readonly user: string | null } | null
  readonly givenUp: string | null
  /** Why its clean-up was given up; null if it was not. */
  readonly cleanupGivenUp: string | null
  /** Why it is FAILED_TOTAL; null in any other state. */
  readonly failure: string | null
  /** The number of the step that failed the job; null if the job was given up. */
  readonly failedStep: number | null
  /** When this was read. */
  readonly at: string
  /** Whether its type or the whole queue is paused. */
  readonly pausedType: boolean
  readonly pausedQueue: boolean
  readonly steps: readonly StepStatus[]
}

export interface StepStatus {
  readonly id: number
  readonly number: number
  readonly description: string
  readonly state: StepState
  readonly attempt: number
  readonly tries: number
  readonly critical: boolean
  readonly cleanup: boolean
  readonly need: string
  readonly runsAs: 'STARTED' | 'STARTED_ASYNCHRONOUS'
  readonly after: readonly number[]
  readonly alongside: readonly number[]
  readonly retryAfter: string | null
  readonly errorMessage: string | null
  /** Time in its current state, s. */
  readonly sinceS: number
  /** The node it is placed on. */
  readonly node: string | null
  readonly problems: readonly {
    readonly id: number
    /** The condition, as it reads after “waits for”. */
    readonly words: string
  }[]
}

/** Reads a job in one snapshot; undefined if it does not exist. Locks nothing. */
export async function readJobStatus(em: EntityManager, jobId: number): Promise<JobStatus | undefined> {
  const [status] = await readJobStatuses(em, [jobId])
  return status
}

/** Reads several jobs in one snapshot, ordered by id; unknown ids are left out. Locks nothing. */
export async function readJobStatuses(
  em: EntityManager,
  jobIds: readonly number[],
): Promise<readonly JobStatus[]> {
  const rows = await execute<{ readonly status: JobStatus }>(em, READ, [jobIds])
  return rows.map(({ status }) => status)
}

const READ = /* sql */ `
select jsonb_build_object('id', j.id, 'type', j.type, 'state', j.state, 'priority', j.priority, 'held', j.held,
  'paused', case when j.paused is null then null else jsonb_build_object('user', j.paused_by) end,
  'aborted', case when j.abort_requested is null then null else jsonb_build_object('user', j.abort_user,
    'reason', j.abort_reason) end,
  'stopped', case when j.stop_requested is null then null else jsonb_build_object('user', j.stop_user) end,
  'givenUp', j.given_up, 'cleanupGivenUp', j.cleanup_given_up, 'failure', ${FAILURE}, 'failedStep', ${FAILED_STEP}, 'at', callsheet.now(),
  'pausedType', exists (select from callsheet.pause u where u.type = j.type),
  'pausedQueue', exists (select from callsheet.pause u where u.type = ''),
  'steps', (
    select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'number', s.number, 'description', s.description,
      'state', s.state, 'attempt', s.attempt, 'tries', s.tries, 'critical', s.critical, 'cleanup', s.cleanup, 'need', s.need,
      'runsAs', s.runs_as, 'after', s.after, 'alongside', s.alongside, 'retryAfter', s.retry_after,
      'errorMessage', s.error_message, 'sinceS', extract(epoch from callsheet.now() - s.changed),
      'node', (
        select n.name
        from callsheet.placement p
        join callsheet.node n on n.id = p.node_id
        where p.step_id = s.id),
      'problems', (
        select coalesce(jsonb_agg(jsonb_build_object('id', p.id,
          'words', coalesce(w.words, p.resource || ' ' || p.requirement)) order by p.id), '[]')
        from callsheet.waiting_step w
        join callsheet.problem p on p.id = w.problem_id and p.resolved is null
        where w.step_id = s.id and w.passed is null)
    ) order by s.number), '[]')
    from callsheet.step s
    where s.job_id = j.id)
) as status
from callsheet.job j
where j.id = any(?::integer[])
order by j.id`

/**
 * The position of a ready step among the unplaced steps with the same need, from 1. Relies on the index
 * `step_ready`.
 */
export async function positionOf(
  em: EntityManager,
  { need, priority, jobId }: { readonly need: string; readonly priority: number; readonly jobId: number },
): Promise<number> {
  const [row] = await execute<{ readonly ahead: number }>(em, AHEAD, [need, priority, priority, jobId])
  return (row?.ahead ?? 0) + 1
}

const AHEAD = /* sql */ `
select count(*)::integer as ahead
from callsheet.step s
where s.state = 'READY' and s.need = ? and (s.priority > ? or s.priority = ? and s.job_id < ?)
  and not exists (select from callsheet.placement p where p.step_id = s.id)`
