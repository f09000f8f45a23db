/** The audit: who changed what, and who failed to sign in. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export interface AuditEntry {
  /** The user who signed in; absent without a sign-in. */
  readonly user?: string
  readonly runAs?: string
  /** The IP address of the client. */
  readonly address: string
  /** `PUT /user/{user}`, or `sign-in`. */
  readonly operation: string
  readonly method: string
  readonly path: string
  /** The HTTP status of the answer. */
  readonly status: number
}

/**
 * Writes entries in one statement. The user of a failed sign-in is kept only if there is one with that name:
 * another name may be a password in the wrong place. Does not wait for the disk (decision 7).
 */
export async function writeAudit(em: EntityManager, entries: readonly AuditEntry[]): Promise<void> {
  await execute(em, WRITE_AUDIT, [JSON.stringify(entries)])
}

const WRITE_AUDIT = /* sql */ `
with soon as materialized (select set_config('synchronous_commit', 'off', true))
insert into callsheet.audit (user_name, run_as, address, operation, method, path, status)
select
  case when e.operation = 'sign-in' then (select u.name from callsheet.user_account u where u.name = e."user")
    else e."user" end,
  e."runAs", e.address, e.operation, e.method, e.path, e.status
from soon, jsonb_to_recordset(?::jsonb) as e
  ("user" text, "runAs" text, address text, operation text, method text, path text, status smallint)`

/** Absent criteria match all. */
export interface AuditCriteria {
  /** The user who signed in, or the one that they acted as. */
  readonly user?: string | undefined
  readonly operation?: string | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

export type AuditRow = Omit<AuditEntry, 'user' | 'runAs'> & {
  readonly at: string
  readonly user: string | null
  readonly runAs: string | null
}

/** Newest first. Relies on the index `audit_at`. */
export async function readAudit(
  em: EntityManager,
  { user, operation, from, to }: AuditCriteria,
  { first, number }: { readonly first: number; readonly number: number },
): Promise<readonly AuditRow[]> {
  const twice = [user, operation].flatMap((value) => [value ?? null, value ?? null])
  const times = [from, to].flatMap((value) => [value ?? null, value ?? null])
  const values = [...twice.slice(0, 2), user ?? null, ...twice.slice(2), ...times]
  const rows = await execute<{ readonly entry: AuditRow }>(em, READ_AUDIT, [
    ...values,
    number,
    Math.max(0, first - 1),
  ])
  return rows.map(({ entry }) => entry)
}

const ENTRY = /* sql */ `
select jsonb_build_object('at', a.at, 'user', a.user_name, 'runAs', a.run_as, 'address', a.address,
  'operation', a.operation, 'method', a.method, 'path', a.path, 'status', a.status) as entry
from callsheet.audit a`

const READ_AUDIT = /* sql */ `${ENTRY}
where (?::text is null or a.user_name = ?::text or a.run_as = ?::text)
  and (?::text is null or a.operation = ?::text)
  and (?::timestamptz is null or a.at >= ?::timestamptz)
  and (?::timestamptz is null or a.at < ?::timestamptz)
order by a.at desc, a.id desc
limit ? offset ?`

/** The newest entries on a job since it was created, newest first. Relies on the index `audit_at`. */
export async function readAuditOfJob(
  em: EntityManager,
  jobId: string,
  since: Date,
): Promise<readonly AuditRow[]> {
  const rows = await execute<{ readonly entry: AuditRow }>(em, READ_AUDIT_OF_JOB, [
    since,
    `/job/${jobId}(/|$)`,
  ])
  return rows.map(({ entry }) => entry)
}

const READ_AUDIT_OF_JOB = /* sql */ `${ENTRY}
where a.at >= ?::timestamptz and a.path ~ ?
order by a.at desc, a.id desc
limit 1000`

/**
 * Makes the partitions of the coming days. Gives up for now if a statement holds the table for half a second.
 */
export async function makeAuditDays(em: EntityManager): Promise<void> {
  await execute(em, 'select callsheet.make_audit_days(3)')
}

/**
 * Drops the entries of days that ended so many days ago (undefined: none); returns how many days. Gives up
 * like `makeAuditDays`.
 */
export async function dropAuditDays(em: EntityManager, days: number | undefined): Promise<number> {
  if (days === undefined) return 0
  const [row] = await execute<{ readonly dropped: number }>(em, DROP_DAYS, [days])
  return row?.dropped ?? 0
}

const DROP_DAYS = 'select callsheet.drop_audit_days(?::integer) as dropped'
