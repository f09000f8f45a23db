import type { JobState, Priority, StepState } from '../../../schema/states.ts'

/** The rows of a job in one snapshot. */
export interface JobRows {
  readonly id: number
  readonly type: string
  /** The keys of its metadata. */
  readonly keys: readonly string[]
  readonly state: JobState
  /** Rank, LOWEST 1 … IMMEDIATE 6. */
  readonly priority: number
  readonly held: boolean
  readonly paused: boolean
  readonly aborted: boolean
  readonly givenUp: string | null
  readonly started: boolean
  readonly steps: readonly StepRow[]
  /** Oldest first. */
  readonly history: readonly HistoryRow[]
  readonly placements: readonly PlacementRow[]
  readonly attempts: readonly { readonly step: number; readonly state: StepState }[]
}

export interface StepRow {
  readonly id: number
  readonly number: number
  readonly state: StepState
  readonly runsAs: 'STARTED' | 'STARTED_ASYNCHRONOUS'
  readonly attempt: number
  readonly after: readonly number[]
  readonly alongside: readonly number[]
  readonly critical: boolean
  readonly cleanup: boolean
  readonly tries: number
}

export interface HistoryRow {
  readonly step: number | null
  readonly event: string
  readonly was: string | null
  readonly became: string
  readonly cause: string | null
  /** ISO 8601. */
  readonly at: string
}

export interface PlacementRow {
  readonly stepId: number
  readonly host: string
  readonly category: string
}

export interface Snapshot {
  readonly jobs: readonly JobRows[]
  readonly hosts: readonly { readonly id: string; readonly slots: Readonly<Record<string, number>> }[]
  readonly concurrentJobs: number | null
  readonly pools: readonly { readonly priorityThreshold: Priority; readonly size: number }[]
  readonly groups: readonly { readonly name: string; readonly maxConcurrency: number | null }[]
}

/** All rows of the jobs from an id on, in one statement and so in one snapshot. */
export const SNAPSHOT = /* sql */ `
select
  (select coalesce(jsonb_agg(jsonb_build_object(
    'id', j.id, 'type', j.type, 'state', j.state, 'priority', j.priority, 'held', j.held, 'paused', j.paused is not null,
    'aborted', j.abort_requested is not null, 'givenUp', j.given_up,
    'keys', (select coalesce(jsonb_agg(m.key), '[]') from callsheet.metadata m where m.job_id = j.id),
    'started', j.run_started is not null,
    'steps', (
      select jsonb_agg(jsonb_build_object('id', s.id, 'number', s.number, 'state', s.state, 'attempt', s.attempt,
        'runsAs', s.runs_as, 'after', s.after, 'alongside', s.alongside, 'critical', s.critical, 'cleanup', s.cleanup,
        'tries', s.tries) order by s.number)
      from callsheet.step s where s.job_id = j.id),
    'history', (
      select jsonb_agg(jsonb_build_object('step', h.step, 'event', h.event, 'was', h.was, 'became', h.became,
        'cause', h.cause, 'at', h.at) order by h.id)
      from callsheet.history h where h.job_id = j.id),
    'placements', (
      select coalesce(jsonb_agg(jsonb_build_object('stepId', p.step_id, 'host', p.host_id, 'category', p.category)), '[]')
      from callsheet.placement p where p.job_id = j.id),
    'attempts', (
      select coalesce(jsonb_agg(jsonb_build_object('step', s.number, 'state', a.state)), '[]')
      from callsheet.attempt a join callsheet.step s on s.id = a.step_id where a.job_id = j.id)
    ) order by j.id), '[]')
   from callsheet.job j where j.id >= $1) as jobs,
  (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'slots', slots)), '[]') from callsheet.host) as hosts,
  q.concurrent_jobs as "concurrentJobs", q.pools, q.groups
from callsheet.queue q`
