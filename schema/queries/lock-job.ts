import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../execute.ts'
import type { JobState, StepState } from '../states.ts'

/** A live job under its lock, with everything its next state follows from. */
export interface LockedJob {
  readonly id: number
  readonly type: string
  readonly state: JobState
  readonly user: string
  readonly held: boolean
  /** Whether a step of it has ever run. */
  readonly started: boolean
  readonly abort: {
    readonly cleanup: boolean
    readonly user: string | null
    readonly reason: string | null
  } | null
  readonly steps: readonly LockedStep[]
  readonly placements: readonly LockedPlacement[]
  readonly metadata: Readonly<Record<string, string>>
}

export interface LockedStep {
  readonly id: number
  readonly number: number
  readonly name: string
  readonly state: StepState
  readonly attempt: number
  readonly losses: number
  readonly runsAs: 'STARTED' | 'STARTED_ASYNCHRONOUS'
  readonly after: readonly number[]
  readonly alongside: readonly number[]
  readonly critical: boolean
  readonly cleanup: boolean
  readonly tries: number
  readonly result: unknown
}

export interface LockedPlacement {
  readonly id: number
  readonly stepId: number
  readonly nodeId: number
  readonly fetched: boolean
}

/**
 * Locks a live job and reads it whole. Every change of a job begins with this lock, so two changes of one job never
 * interleave. Undefined for a job that is final or unknown. Expects `job_id` of the live partition.
 */
export async function lockJob(em: EntityManager, id: number): Promise<LockedJob | undefined> {
  const [locked] = await execute(
    em,
    'select from callsheet.job where id = ? and finished is null for update',
    [id],
  )
  if (!locked) return undefined
  const [row] = await execute<{ readonly job: LockedJob }>(em, READ, [id])
  return row?.job
}

// A statement of its own: what was changed while we waited for the lock must be seen, and a snapshot is taken before it waits.
const READ = /* sql */ `
select jsonb_build_object(
  'id', j.id, 'type', j.type, 'state', j.state, 'user', j.user_name, 'held', j.held, 'started', j.run_started is not null,
  'abort', case when j.abort_requested is null then null else jsonb_build_object(
    'cleanup', j.abort_cleanup, 'user', j.abort_user, 'reason', j.abort_reason) end,
  'steps', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', s.id, 'number', s.number, 'name', s.name, 'state', s.state, 'attempt', s.attempt, 'losses', s.losses,
      'runsAs', s.runs_as, 'after', s.after, 'alongside', s.alongside, 'critical', s.critical, 'cleanup', s.cleanup,
      'tries', s.tries, 'result', s.result) order by s.number), '[]')
    from callsheet.step s where s.job_id = j.id),
  'placements', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', p.id, 'stepId', p.step_id, 'nodeId', p.node_id, 'fetched', p.fetched is not null)), '[]')
    from callsheet.placement p where p.job_id = j.id),
  'metadata', (select coalesce(jsonb_object_agg(m.key, m.value), '{}') from callsheet.metadata m where m.job_id = j.id)
) as job
from callsheet.job j
where j.id = ? and j.finished is null`
