/** Authentication tokens. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export interface NewToken {
  /** SHA-256 of the token, in hexadecimal. */
  readonly hash: string
  readonly user: string
  /** Lifetime from now on. At least 1. */
  readonly seconds: number
  /** Whether each use renews the lifetime. */
  readonly autoRefresh: boolean
  /** The token ends at this time at the latest: `expires` of another. Only without `autoRefresh`. */
  readonly notAfter?: string | undefined
  /** The access key that it was requested with, directly or by another token, and ends with. */
  readonly accessKey?: string | undefined
}

/** The user that a token or ticket belongs to. */
export interface Bearer {
  readonly name: string
  readonly roles: readonly string[]
  readonly defaultPassword: boolean
}

/**
 * Stores a token, and deletes expired tokens. False if the user is disabled or unknown. The lock of the user
 * keeps one who is being disabled from having a token that would be valid when it is enabled again. Relies on
 * the index `token_expires`.
 */
export async function keepToken(em: EntityManager, token: NewToken): Promise<boolean> {
  const { hash, user, seconds, autoRefresh, notAfter = null, accessKey = null } = token
  const values = [hash, seconds, autoRefresh, seconds, notAfter, accessKey, user]
  return (await execute(em, KEEP_TOKEN, values)).length > 0
}

const KEEP_TOKEN = /* sql */ `
with expired as (
  delete from callsheet.token where expires <= callsheet.now()
)
insert into callsheet.token (hash, user_name, seconds, auto_refresh, expires, access_key)
select ?, u.name, ?::integer, ?::boolean,
  least(callsheet.now() + ?::integer * interval '1 second', ?::timestamptz), ?::text
from callsheet.user_account u
where u.name = ? and not u.disabled
for share
returning hash`

/** How long a token lives on. */
export interface TokenLife {
  /** A time as PostgreSQL writes it, with all its digits. */
  readonly expires: string
  readonly autoRefresh: boolean
  /** The access key that it was requested with; null if there was none. */
  readonly accessKey: string | null
}

/** Undefined if the token is unknown or expired. Relies on the primary key of `token`. */
export async function lifeOfToken(em: EntityManager, hash: string): Promise<TokenLife | undefined> {
  const [life] = await execute<TokenLife>(em, LIFE_OF_TOKEN, [hash])
  return life
}

const LIFE_OF_TOKEN = /* sql */ `
select expires::text, auto_refresh as "autoRefresh", access_key as "accessKey"
from callsheet.token
where hash = ? and expires > callsheet.now()`

/** Those of these hashes whose tokens are valid, as far as the access keys that requested them are. */
export async function validTokens(em: EntityManager, hashes: readonly string[]): Promise<readonly string[]> {
  const rows = await execute<{ readonly hash: string }>(em, VALID_TOKENS, [hashes])
  return rows.map(({ hash }) => hash)
}

const VALID_TOKENS = /* sql */ `
select t.hash
from callsheet.token t
left join callsheet.access_key k on k.id = t.access_key
where t.hash = any (?::text[]) and t.expires > callsheet.now() and k.active is not false`

/** Deletes a token, if it exists. Relies on the primary key of `token`. */
export async function endToken(em: EntityManager, hash: string): Promise<void> {
  await execute(em, END_TOKEN, [hash])
}

const END_TOKEN = /* sql */ `
delete from callsheet.token
where hash = ?`

/** A valid token of a user, without its secret. */
export interface ListedToken {
  readonly id: number
  readonly created: string
  readonly used: string
  readonly expires: string
  readonly autoRefresh: boolean
}

/** Oldest first. Relies on the index `token_user`. */
export async function listTokens(em: EntityManager, user: string): Promise<readonly ListedToken[]> {
  const rows = await execute<{ readonly token: ListedToken }>(em, LIST_TOKENS, [user])
  return rows.map(({ token }) => token)
}

const LIST_TOKENS = /* sql */ `
select jsonb_build_object('id', t.id, 'created', t.made, 'used', t.used, 'expires', t.expires,
  'autoRefresh', t.auto_refresh) as token
from callsheet.token t
where t.user_name = ? and t.expires > callsheet.now()
order by t.id`

/** Deletes the tokens of a user, or only the one with this id. Returns how many there were. */
export async function endTokens(em: EntityManager, user: string, id?: number): Promise<number> {
  return (await execute(em, END_TOKENS, [user, id ?? null, id ?? null])).length
}

const END_TOKENS = /* sql */ `
delete from callsheet.token
where user_name = ? and (?::integer is null or id = ?::integer)
returning id`

/**
 * The user of a token; undefined if it is unknown or expired, or its user is disabled, or the access key that
 * it was requested with is not active. Records the use at
 * most once per tenth of its lifetime or per minute, whichever is shorter, so that most requests only read.
 * Relies on the primary key of `token`.
 */
export async function bearerOf(em: EntityManager, hash: string): Promise<Bearer | undefined> {
  const [bearer] = await execute<Bearer>(em, BEARER_OF, [hash])
  return bearer
}

const BEARER_OF = /* sql */ `
with found as (
  select t.hash, t.used, t.seconds, u.name, callsheet.roles_of(u.name) as roles, u.default_password
  from callsheet.token t
  join callsheet.user_account u on u.name = t.user_name
  left join callsheet.access_key k on k.id = t.access_key
  where t.hash = ? and t.expires > callsheet.now() and not u.disabled and k.active is not false
), noted as (
  update callsheet.token t
  set used = callsheet.now(),
      expires = case when t.auto_refresh then callsheet.now() + t.seconds * interval '1 second' else t.expires end
  from found f
  where t.hash = f.hash and f.used <= callsheet.now() - least(f.seconds / 10.0, 60) * interval '1 second'
)
select name, roles, default_password as "defaultPassword" from found`
