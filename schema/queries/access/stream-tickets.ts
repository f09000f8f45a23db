/** Tickets, which open the live stream or serve the outputs of a job to a page that cannot send headers. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import type { Bearer } from './tokens.ts'

/** Stores a ticket, and deletes expired tickets. */
export async function keepTicket(em: EntityManager, ticket: NewTicket): Promise<void> {
  const { hash, user, validS = 30, signer = user, token = null, accessKey = null, ends } = ticket
  await execute(em, KEEP_TICKET, [hash, user, validS, signer, token, accessKey, ends?.toISOString() ?? null])
}

/** `token`, `accessKey` and `ends`: at most one of them. With none, the signer had a password. */
export interface NewTicket {
  /** The SHA-256 of the ticket, in hexadecimal. */
  readonly hash: string
  readonly user: string
  /** Seconds. Default: 30. */
  readonly validS?: number
  /** The user that signed in to request it. Default: `user`. */
  readonly signer?: string
  /** The hash of the token that it was requested with. */
  readonly token?: string
  readonly accessKey?: string
  /** When the JSON Web Token ends that it was requested with. */
  readonly ends?: Date
}

const KEEP_TICKET = /* sql */ `
with expired as (
  delete from callsheet.stream_ticket where expires <= callsheet.now()
)
insert into callsheet.stream_ticket (hash, user_name, expires, signer, token, access_key, ends)
values (?, ?, callsheet.now() + ? * interval '1 second', ?, ?, ?, ?::timestamptz)`

/**
 * Deletes a ticket and returns its user. Undefined if it is unknown, used or expired, its user is disabled,
 * or what requested it has ended: a new password deletes the ticket. Of two requests with the same ticket, on
 * any servers, the lock of the row lets only one have it.
 */
export async function takeTicket(em: EntityManager, hash: string): Promise<TicketBearer | undefined> {
  const [bearer] = await execute<TicketBearer>(em, TAKE_TICKET, [hash])
  return bearer
}

/** The user of a ticket, and what it was requested with. */
export type TicketBearer = Bearer & {
  readonly signer: string
  /** The present hash of the signer's password. */
  readonly signerPassword: string
  readonly token: string | null
  readonly accessKey: string | null
  /** As PostgreSQL writes it. */
  readonly ends: string | null
}

const TAKE_TICKET = /* sql */ `
with taken as (
  delete from callsheet.stream_ticket where hash = ?
  returning user_name, expires, coalesce(signer, user_name) as signer, token, access_key, ends
)
select u.name, callsheet.roles_of(u.name) as roles, u.default_password as "defaultPassword", s.name as signer,
  s.password_hash as "signerPassword", taken.token, taken.access_key as "accessKey", taken.ends::text
from taken
join callsheet.user_account u on u.name = taken.user_name
join callsheet.user_account s on s.name = taken.signer
where taken.expires > callsheet.now() and not u.disabled and not s.disabled
  and (taken.ends is null or taken.ends > callsheet.now())
  and (taken.access_key is null
    or exists (select from callsheet.access_key k where k.id = taken.access_key and k.active))
  and (taken.token is null
    or exists (select from callsheet.token t where t.hash = taken.token and t.expires > callsheet.now()))`

/**
 * The user of a ticket, which stays valid. Undefined if it is unknown or expired, or its user is disabled.
 */
export async function findTicket(em: EntityManager, hash: string): Promise<Bearer | undefined> {
  const [bearer] = await execute<Bearer>(em, FIND_TICKET, [hash])
  return bearer
}

const FIND_TICKET = /* sql */ `
select u.name, callsheet.roles_of(u.name) as roles, u.default_password as "defaultPassword"
from callsheet.stream_ticket t
join callsheet.user_account u on u.name = t.user_name
where t.hash = ? and t.expires > callsheet.now() and not u.disabled`
