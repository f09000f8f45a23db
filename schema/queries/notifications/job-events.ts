/** Reads the events of jobs that no notification has been matched with yet. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export interface JobEventRow {
  readonly id: string
  readonly jobId: number
  readonly event: 'create' | 'update' | 'stop'
  /** As PostgreSQL writes and reads it. */
  readonly at: string
  /** Its age, ms. */
  readonly ageMs: number
  readonly facts: EventFacts
}

/** The job as it was right after the event. */
export interface EventFacts {
  readonly type: string
  readonly status: string
  readonly user: string
  readonly started: string
  /** The placeholder notification that it was started with. */
  readonly notification: number | null
  /** `key=value`, as sent. */
  readonly notificationData: readonly string[]
  readonly sequence: number
  readonly data: Readonly<Record<string, string>>
  readonly errorMessage: string | null
  readonly totalSteps: number
  readonly currentStep: number | null
  readonly currentStepNumber: number | null
  readonly currentStepStatus: string | null
}

/**
 * Undefined if another process reads them at the moment, or if one has since this transaction began: the
 * queue orders deliveries by the time at which their transaction began.
 */
export async function lockJobEvents(
  em: EntityManager,
  most: number,
): Promise<readonly JobEventRow[] | undefined> {
  const [lock] = await execute<{ readonly held: boolean }>(em, LOCK, [EVENT_LOCK])
  if (!lock?.held) return undefined
  const [turn] = await execute<{ readonly at: string }>(em, TURN)
  if (!turn) return undefined
  return execute<JobEventRow>(em, READ, [most])
}

const LOCK = 'select pg_try_advisory_xact_lock(?::bigint) as held'
const EVENT_LOCK = 7_236_410_115

const TURN = 'update callsheet.delivery_clock set at = now() where at < now() returning at'

/** By the number: an unqualified `id` would be the text that is selected. */
const READ = /* sql */ `
select id::text, job_id as "jobId", event, at, facts,
  (extract(epoch from callsheet.now() - at) * 1000)::float8 as "ageMs"
from callsheet.job_event e order by e.id limit ?`

export async function removeJobEvents(em: EntityManager, ids: readonly string[]): Promise<void> {
  const remove = /* sql */ `
    delete from callsheet.job_event where id in (select jsonb_array_elements_text(?::jsonb)::bigint)`
  if (ids.length > 0) await execute(em, remove, [JSON.stringify(ids)])
}
