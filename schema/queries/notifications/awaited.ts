/** Follows the synchronous deliveries of what a request has done to jobs, until each has been attempted. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { DeliveryOutcome } from '../../documents/notification-delivery.ts'
import { execute } from '../../sql/execute.ts'

/** The events of a job within a time. The times are as PostgreSQL writes and reads them. */
export interface AwaitedEvents {
  readonly jobId: number
  readonly since: string
  readonly until: string
}

/** None, if no notification of jobs is synchronous. `ms`: how long ago the request began. */
export async function eventsToAwait(
  em: EntityManager,
  jobIds: readonly number[],
  ms: number,
): Promise<readonly AwaitedEvents[]> {
  return execute<AwaitedEvents>(em, TO_AWAIT, [ms, jobIds])
}

const IS_SYNCHRONOUS = `(n.document #>> '{action,http,synchronous}')::boolean`

const TO_AWAIT = /* sql */ `
select id as "jobId", (callsheet.now() - make_interval(secs => ?::float8 / 1000))::text as since,
  callsheet.now()::text as until
from unnest(?::integer[]) as id
where exists (
  select from callsheet.notification n where n.entity in ('job', 'placeholder') and ${IS_SYNCHRONOUS})`

export interface AwaitedDelivery {
  readonly notificationId: number
  readonly attempts: number
  readonly outcome: DeliveryOutcome
  readonly status: number | null
  readonly error: string | null
  /** As its notification has it. */
  readonly timeout: string | null
}

export interface Awaited {
  /** Whether some of the events have not been matched with the notifications yet. */
  readonly coming: boolean
  /** The synchronous ones. */
  readonly deliveries: readonly AwaitedDelivery[]
}

/** In the order of `events`. Relies on the index delivery_job; job_event is short. */
export async function readAwaited(
  em: EntityManager,
  events: readonly AwaitedEvents[],
): Promise<readonly Awaited[]> {
  return execute<Awaited>(em, READ, [JSON.stringify(events)])
}

const READ = /* sql */ `
with awaited as (
  select (w->>'jobId')::integer as job_id, (w->>'since')::timestamptz as since, (w->>'until')::timestamptz as until, at
  from jsonb_array_elements(?::jsonb) with ordinality as given(w, at)
)
select
  exists (select from callsheet.job_event e where e.job_id = a.job_id and e.at between a.since and a.until) as coming,
  (select coalesce(jsonb_agg(jsonb_build_object(
    'notificationId', d.notification_id, 'attempts', d.attempts, 'outcome', d.outcome, 'status', d.status,
    'error', d.error, 'timeout', n.document #>> '{action,http,timeout}') order by d.id), '[]')
  from callsheet.delivery d
  join callsheet.notification n on n.id = d.notification_id
  where d.entity = 'job' and d.job_id = a.job_id and d.created between a.since and a.until and ${IS_SYNCHRONOUS}) as deliveries
from awaited a
order by a.at`
