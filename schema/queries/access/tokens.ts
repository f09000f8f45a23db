import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export interface NewToken {
  /** SHA-256 of the token, in hexadecimal. */
  readonly hash: string
  readonly user: string
  /** How long it lives from now on. At least 1. */
  readonly seconds: number
  /** Whether each use lets it live for that long again. */
  readonly autoRefresh: boolean
}

/** Whom a token or ticket stands for. */
export interface Bearer {
  readonly name: string
  readonly roles: readonly string[]
  readonly defaultPassword: boolean
}

/** Keeps a token, and deletes those that have expired. Locks nothing that is in use. Expects `token_expires`. */
export async function keepToken(em: EntityManager, token: NewToken): Promise<void> {
  const { hash, user, seconds, autoRefresh } = token
  await execute(em, KEEP_TOKEN, [hash, user, seconds, autoRefresh, seconds])
}

const KEEP_TOKEN = /* sql */ `
with expired as (
  delete from callsheet.token where expires <= callsheet.now()
)
insert into callsheet.token (hash, user_name, seconds, auto_refresh, expires)
values (?, ?, ?::integer, ?, callsheet.now() + ?::integer * interval '1 second')`

/** Ends a token; one that is gone already stays so. Expects the key of `token`. */
export async function endToken(em: EntityManager, hash: string): Promise<void> {
  await execute(em, END_TOKEN, [hash])
}

const END_TOKEN = /* sql */ `
delete from callsheet.token
where hash = ?`

/**
 * Who signs in with a token; undefined when it is unknown or has expired, or its user is disabled. Notes the use, and not more often
 * than ten times in its life or once a minute, so that most requests only read. Expects the key of `token`.
 */
export async function bearerOf(em: EntityManager, hash: string): Promise<Bearer | undefined> {
  const [bearer] = await execute<Bearer>(em, BEARER_OF, [hash])
  return bearer
}

const BEARER_OF = /* sql */ `
with found as (
  select t.hash, t.used, t.seconds, u.name, u.roles, u.default_password
  from callsheet.token t
  join callsheet.user_account u on u.name = t.user_name
  where t.hash = ? and t.expires > callsheet.now() and not u.disabled
), noted as (
  update callsheet.token t
  set used = callsheet.now(),
      expires = case when t.auto_refresh then callsheet.now() + t.seconds * interval '1 second' else t.expires end
  from found f
  where t.hash = f.hash and f.used <= callsheet.now() - least(f.seconds / 10.0, 60) * interval '1 second'
)
select name, roles, default_password as "defaultPassword" from found`
