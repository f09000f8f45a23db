/** Reads the job that a duplicate is created from. */

import type { EntityManager } from '@mikro-orm/postgresql'
import type { StepState } from '../../states.ts'

/** The data that a duplicate is created from. */
export interface SourceJob {
  readonly type: string
  /** Rank, LOWEST 1 … IMMEDIATE 6. */
  readonly priority: number
  /** The metadata of the request, without keys that steps added. */
  readonly metadata: Readonly<Record<string, string>>
  /** The data that its notifications repeat, as sent. */
  readonly notificationData: readonly string[]
  readonly notification: number | null
  /** The limits that are set. */
  readonly limits: {
    readonly queueS?: number
    readonly runS?: number
    /** Only if it is the same for all of its steps. */
    readonly maxRetries?: number
    readonly backoffS?: number
  }
  readonly steps: readonly {
    readonly number: number
    readonly name: string
    readonly state: StepState
    readonly result: unknown
  }[]
}

/** Reads a job in any state; undefined if it does not exist. Locks nothing. */
export async function readSource(em: EntityManager, jobId: number): Promise<SourceJob | undefined> {
  const [row] = await em.execute<{ readonly source: SourceJob }[]>(READ_SOURCE, [jobId])
  return row?.source
}

const READ_SOURCE = /* sql */ `
select jsonb_build_object('type', j.type, 'priority', j.priority, 'notificationData', j.notification_data,
  'notification', j.notification,
  'limits', (
    select jsonb_strip_nulls(jsonb_build_object('queueS', j.queue_limit, 'runS', j.run_limit,
      'maxRetries', case when min(s.tries) = max(s.tries) then min(s.tries) - 1 end, 'backoffS', max(s.backoff)))
    from callsheet.step s
    where s.job_id = j.id),
  'metadata', (
    select coalesce(jsonb_object_agg(m.key, m.value), '{}') from callsheet.metadata m where m.job_id = j.id and m.given),
  'steps', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'number', s.number, 'name', s.name, 'state', s.state, 'result', s.result) order by s.number), '[]')
    from callsheet.step s
    where s.job_id = j.id)
) as source
from callsheet.job j
where j.id = ?`
