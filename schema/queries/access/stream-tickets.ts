/** Tickets, which open the live stream or serve the outputs of a job to a page that cannot send headers. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import type { Bearer } from './tokens.ts'

/**
 * Stores a ticket, and deletes expired tickets. `hash` is its SHA-256 in hexadecimal. `validS`: default 30
 * s. `token`: the hash of the token that it ends with.
 */
export async function keepTicket(
  em: EntityManager,
  { hash, user, validS = 30, token }: NewTicket,
): Promise<void> {
  await execute(em, KEEP_TICKET, [hash, user, validS, token ?? null])
}

export interface NewTicket {
  readonly hash: string
  readonly user: string
  readonly validS?: number
  readonly token?: string | undefined
}

const KEEP_TICKET = /* sql */ `
with expired as (
  delete from callsheet.stream_ticket where expires <= callsheet.now()
)
insert into callsheet.stream_ticket (hash, user_name, expires, token)
values (?, ?, callsheet.now() + ? * interval '1 second', ?)`

/**
 * Deletes a ticket and returns its user. Undefined if it is unknown, used or expired, its user is disabled,
 * or the token that requested it has ended. Of two requests with the same ticket, on any servers, the lock of
 * the row lets only one have it.
 */
export async function takeTicket(em: EntityManager, hash: string): Promise<TicketBearer | undefined> {
  const [bearer] = await execute<TicketBearer>(em, TAKE_TICKET, [hash])
  return bearer
}

/** `token`: the hash of the token that requested the ticket; null if there was none. */
export type TicketBearer = Bearer & { readonly token: string | null }

const TAKE_TICKET = /* sql */ `
with taken as (
  delete from callsheet.stream_ticket where hash = ? returning user_name, expires, token
)
select u.name, callsheet.roles_of(u.name) as roles, u.default_password as "defaultPassword", taken.token
from taken
join callsheet.user_account u on u.name = taken.user_name
where taken.expires > callsheet.now() and not u.disabled and (taken.token is null
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
