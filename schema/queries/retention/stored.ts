/** What finished jobs, their parts, deliveries and the audit are stored in, and how much of it there is. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** The finished jobs of one type in one month. Times are ISO 8601. */
export interface StoredJobs {
  /** `2026-11`, UTC; null: those that are stored in no month. */
  readonly month: string | null
  readonly type: string
  readonly jobs: number
  readonly kept: number
  /** How many are older than the days of their type, and not kept. */
  readonly expired: number
  readonly oldest: string
  /** Of those that are not kept. */
  readonly oldestNotKept: string | null
}

/** A monthly partition, empty ones included. */
export interface StoredMonth {
  readonly month: string
  readonly bytes: number
}

/** The days of each type that has its own; null: for ever. And those of all other types. */
export interface DaysOfTypes {
  readonly byType: Readonly<Record<string, number | null>>
  readonly others: number | null
}

/** Reads all finished jobs once: a quarter of a second for a million. */
export async function storedJobs(
  em: EntityManager,
  { byType, others }: DaysOfTypes,
): Promise<readonly StoredJobs[]> {
  return execute<StoredJobs>(em, JOBS, [JSON.stringify(byType), others])
}

const JOBS = /* sql */ `
select m.month, t.type, t.jobs, t.kept, t.expired, to_json(t.oldest)#>>'{}' as oldest,
  to_json(t."oldestNotKept")#>>'{}' as "oldestNotKept"
from (
  select j.tableoid, j.type, count(*)::integer as jobs, count(*) filter (where j.keep)::integer as kept,
    count(*) filter (where not j.keep and j.finished < callsheet.now() - d.days * interval '1 day')::integer as expired,
    min(j.finished) as oldest, min(j.finished) filter (where not j.keep) as "oldestNotKept"
  from (select ?::jsonb as by_type, ?::integer as others) given
  cross join callsheet.job j
  cross join lateral (
    select case when jsonb_exists(given.by_type, j.type) then (given.by_type->>j.type)::integer else given.others end as days) d
  where j.finished is not null
  group by j.tableoid, j.type
) t
left join (
  select ('callsheet.' || name)::regclass as partition, to_char(month, 'YYYY-MM') as month from callsheet.months_of('job')
) m on m.partition = t.tableoid
order by m.month nulls first, t.type`

/** The monthly partitions of jobs or deliveries, the oldest first. */
export async function storedMonths(
  em: EntityManager,
  of: 'job' | 'delivery',
): Promise<readonly StoredMonth[]> {
  const read = /* sql */ `
    select to_char(month, 'YYYY-MM') as month, bytes::float8 as bytes from callsheet.months_of(?::text) order by month`
  return execute<StoredMonth>(em, read, [of])
}

/** A range of job ids whose parts are stored together. */
export interface StoredRange {
  readonly first: number
  readonly last: number
  /** How many jobs have left their parts here. */
  readonly gone: number
  readonly bytes: number
}

export async function storedRanges(em: EntityManager): Promise<readonly StoredRange[]> {
  return execute<StoredRange>(em, RANGES)
}

const RANGES = /* sql */ `
select r.first, r.beyond - 1 as last, r.gone, (
  select coalesce(sum(pg_total_relation_size(to_regclass('callsheet.' || parent || '_' || r.first))), 0)
  from unnest(callsheet.part_tables()) as parent)::float8 as bytes
from callsheet.job_range r
order by r.first`

/** The deliveries of a month; null: those that are stored in no month. */
export interface StoredDeliveries {
  readonly month: string | null
  readonly deliveries: number
  readonly expired: number
  readonly oldest: string
}

export async function storedDeliveries(
  em: EntityManager,
  days: number | undefined,
): Promise<readonly StoredDeliveries[]> {
  return execute<StoredDeliveries>(em, DELIVERIES, [days ?? null])
}

const DELIVERIES = /* sql */ `
select m.month, t.deliveries, t.expired, to_json(t.oldest)#>>'{}' as oldest
from (
  select d.tableoid, count(*)::integer as deliveries, min(d.created) as oldest,
    count(*) filter (where d.created < callsheet.now() - ?::integer * interval '1 day')::integer as expired
  from callsheet.delivery d
  group by d.tableoid
) t
left join (
  select ('callsheet.' || name)::regclass as partition, to_char(month, 'YYYY-MM') as month
  from callsheet.months_of('delivery')
) m on m.partition = t.tableoid
order by m.month nulls first`

export interface StoredAudit {
  readonly entries: number
  /** How many go: those of days that ended so many days ago. */
  readonly expired: number
  readonly oldest: string | null
  readonly bytes: number
}

export async function storedAudit(em: EntityManager, days: number | undefined): Promise<StoredAudit> {
  const [row] = await execute<StoredAudit>(em, AUDIT, [days ?? null])
  return row ?? { entries: 0, expired: 0, oldest: null, bytes: 0 }
}

const AUDIT = /* sql */ `
select count(*)::integer as entries, to_json(min(a.at))#>>'{}' as oldest,
  count(*) filter (where a.at < ((callsheet.now() at time zone 'utc')::date - ?::integer)::timestamp at time zone 'utc')::integer
    as expired,
  (select coalesce(sum(pg_total_relation_size(i.inhrelid)), 0)::float8 from pg_inherits i
    where i.inhparent = 'callsheet.audit'::regclass) as bytes
from callsheet.audit a`

/** The time by the clock of the database. */
export async function databaseTime(em: EntityManager): Promise<Date> {
  const [row] = await execute<{ readonly now: string }>(em, `select to_json(callsheet.now())#>>'{}' as now`)
  return new Date(row?.now ?? Number.NaN)
}

/** Holds the lock of retention until the transaction of `em` ends; false if another run holds it. */
export async function lockRetention(em: EntityManager): Promise<boolean> {
  const [row] = await execute<{ readonly held: boolean }>(
    em,
    'select pg_try_advisory_xact_lock(?::bigint) as held',
    [RETENTION_LOCK],
  )
  return row?.held ?? false
}

/** "RETN" in ASCII. */
const RETENTION_LOCK = 0x5245544e
