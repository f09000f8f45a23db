/** Keeps the deliveries of notifications. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { DeliveryOutcome } from '../../documents/notification-delivery.ts'
import { execute } from '../../sql/execute.ts'

export interface NewDelivery {
  readonly notificationId: number
  /** What it is about. Default: a job. */
  readonly entity?: string
  /** The id of that. */
  readonly jobId: number
  readonly action: string
  readonly sequence: number
  /** As PostgreSQL writes and reads it. */
  readonly created: string
  readonly contentType: string
  readonly body: string
}

export interface DeliveryRow extends NewDelivery {
  readonly id: number
  readonly outcome: DeliveryOutcome
  readonly attempts: number
  readonly status: number | null
  readonly milliseconds: number | null
  readonly answer: string | null
  readonly error: string | null
}

export async function addDeliveries(em: EntityManager, deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length > 0) await execute(em, ADD, [JSON.stringify(deliveries)])
}

const ADD = /* sql */ `
insert into callsheet.delivery (notification_id, entity, job_id, action, sequence, created, content_type, body)
select (d->>'notificationId')::integer, coalesce(d->>'entity', 'job'), (d->>'jobId')::integer, d->>'action', (d->>'sequence')::integer,
  (d->>'created')::timestamptz, d->>'contentType', d->>'body'
from jsonb_array_elements(?::jsonb) with ordinality as given(d, at)
order by at`

const COLUMNS = `d.id::float8 as id, d.notification_id as "notificationId", d.entity, d.job_id as "jobId", d.action, d.sequence,
  d.created, d.content_type as "contentType", d.body, d.outcome, d.attempts, d.status, d.milliseconds, d.answer, d.error`

/** The delivery with the document of its notification; undefined if either is gone. */
export async function findDelivery(em: EntityManager, id: number): Promise<WithDocument | undefined> {
  const find = `select ${COLUMNS}, n.document from callsheet.delivery d
    join callsheet.notification n on n.id = d.notification_id where d.id = ?`
  const [found] = await execute<WithDocument>(em, find, [id])
  return found
}

type WithDocument = DeliveryRow & { readonly document: Readonly<Record<string, unknown>> }

/** Those that the queue does not have yet, the oldest first. */
export async function unqueuedDeliveries(em: EntityManager, most: number): Promise<readonly WithDocument[]> {
  const list = `select ${COLUMNS}, n.document from callsheet.delivery d
    join callsheet.notification n on n.id = d.notification_id where not d.queued order by d.id limit ?`
  return execute<WithDocument>(em, list, [most])
}

export async function markQueued(em: EntityManager, ids: readonly number[]): Promise<void> {
  const mark = /* sql */ `
    update callsheet.delivery set queued = true where id in (select jsonb_array_elements_text(?::jsonb)::bigint)`
  if (ids.length > 0) await execute(em, mark, [JSON.stringify(ids)])
}

/**
 * Whether there is something to turn into deliveries or to queue, and whether something is to be delivered.
 */
export async function deliveryWork(
  em: EntityManager,
): Promise<{ readonly toQueue: boolean; readonly toDeliver: boolean }> {
  const [work] = await execute<{ readonly toQueue: boolean; readonly toDeliver: boolean }>(em, WORK)
  return work ?? { toQueue: false, toDeliver: false }
}

const WORK = /* sql */ `
select exists (select from callsheet.job_event) or exists (select from callsheet.media_event) or exists (select from callsheet.delivery where not queued) as "toQueue",
  exists (select from callsheet.delivery where outcome = 'pending') as "toDeliver"`

export interface Attempted {
  readonly outcome: DeliveryOutcome
  readonly status?: number | undefined
  readonly milliseconds: number
  readonly answer?: string | undefined
  readonly error?: string | undefined
}

export async function recordAttempt(
  em: EntityManager,
  id: number,
  { outcome, status = undefined, milliseconds, answer = undefined, error = undefined }: Attempted,
): Promise<void> {
  const values = [outcome, status ?? null, milliseconds, answer ?? null, error ?? null, outcome, id]
  await execute(em, RECORD, values)
}

const RECORD = /* sql */ `
update callsheet.delivery set outcome = ?, status = ?, milliseconds = ?, answer = ?, error = ?, attempts = attempts + 1,
  ended = case when ? <> 'pending' then callsheet.now() end
where id = ?`

/** Sets a delivery that has ended back to pending; false if it has not ended. */
export async function renewDelivery(em: EntityManager, notificationId: number, id: number): Promise<boolean> {
  const renewed = await execute(em, RENEW, [id, notificationId])
  return renewed.length > 0
}

const RENEW = /* sql */ `
update callsheet.delivery set outcome = 'pending', ended = null, queued = false
where id = ? and notification_id = ? and outcome <> 'pending' returning id`

export interface DeliveryPage {
  readonly first: number
  readonly number: number
  readonly outcome?: DeliveryOutcome | undefined
}

/** The newest first. */
export async function listDeliveries(
  em: EntityManager,
  notificationId: number,
  { first, number, outcome }: DeliveryPage,
): Promise<readonly DeliveryRow[]> {
  const list = `select ${COLUMNS} from callsheet.delivery d
    where d.notification_id = ? and (?::text is null or d.outcome = ?) order by d.id desc limit ? offset ?`
  const only = outcome ?? null
  return execute<DeliveryRow>(em, list, [notificationId, only, only, number, first - 1])
}

export async function countDeliveries(
  em: EntityManager,
  notificationId: number,
): Promise<Readonly<Record<DeliveryOutcome, number>>> {
  const rows = await execute<{ readonly outcome: DeliveryOutcome; readonly count: number }>(em, COUNT, [
    notificationId,
  ])
  const counts = Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]))
  return { pending: 0, delivered: 0, failed: 0, ...counts }
}

const COUNT = /* sql */ `
select outcome, count(*)::integer as count from callsheet.delivery where notification_id = ? group by outcome`
