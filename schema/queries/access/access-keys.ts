/** Access keys: names and passwords for programs, which sign in as a user. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import type { Bearer } from './tokens.ts'

export interface AccessKey {
  readonly id: string
  readonly name: string | null
  readonly active: boolean
  readonly created: Date
  /** Null if it was never used. */
  readonly used: Date | null
}

/** Oldest first. `id`: only this one. Relies on the index `access_key_user`. */
export async function readKeys(em: EntityManager, user: string, id?: string): Promise<readonly AccessKey[]> {
  return execute<AccessKey>(em, READ_KEYS, [user, id ?? null, id ?? null])
}

const READ_KEYS = /* sql */ `
select id, name, active, created, used
from callsheet.access_key
where user_name = ? and (?::text is null or id = ?::text)
order by created, id`

/** `hash`: SHA-256 of the secret, in hexadecimal. */
export async function addKey(
  em: EntityManager,
  {
    id,
    hash,
    user,
    name,
  }: {
    readonly id: string
    readonly hash: string
    readonly user: string
    readonly name?: string | undefined
  },
): Promise<void> {
  await execute(em, ADD_KEY, [id, hash, user, name ?? null])
}

const ADD_KEY = /* sql */ `
insert into callsheet.access_key (id, hash, user_name, name)
values (?, ?, ?, ?)`

/** Absent: it stays. */
export async function changeKey(
  em: EntityManager,
  { id, user }: { readonly id: string; readonly user: string },
  change: { readonly active?: boolean | undefined; readonly name?: string | undefined },
): Promise<void> {
  await execute(em, CHANGE_KEY, [change.active ?? null, change.name ?? null, id, user])
}

const CHANGE_KEY = /* sql */ `
update callsheet.access_key
set active = coalesce(?::boolean, active), name = coalesce(?::text, name)
where id = ? and user_name = ?`

/** Those of these ids that are active keys of users who may sign in. Relies on the primary key. */
export async function activeKeys(em: EntityManager, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await execute<{ readonly id: string }>(em, ACTIVE_KEYS, [ids])
  return rows.map(({ id }) => id)
}

const ACTIVE_KEYS = /* sql */ `
select k.id
from callsheet.access_key k
join callsheet.user_account u on u.name = k.user_name
where k.id = any (?::text[]) and k.active and not u.disabled`

/** Deletes a key, and with it the tokens that were requested with it. */
export async function deleteKey(
  em: EntityManager,
  { id, user }: { readonly id: string; readonly user: string },
): Promise<void> {
  await execute(em, DELETE_KEY, [id, user])
}

const DELETE_KEY = /* sql */ `
delete from callsheet.access_key
where id = ? and user_name = ?`

/**
 * The user of an active key; undefined if the key or the secret is wrong, or the user is disabled. Notes the
 * use at most once a minute, so that most requests only read. Relies on the primary key.
 */
export async function bearerOfKey(em: EntityManager, id: string, hash: string): Promise<Bearer | undefined> {
  const [bearer] = await execute<Bearer>(em, BEARER_OF_KEY, [id, hash])
  return bearer
}

const BEARER_OF_KEY = /* sql */ `
with found as (
  select k.id, k.used, u.name, callsheet.roles_of(u.name) as roles, u.default_password
  from callsheet.access_key k
  join callsheet.user_account u on u.name = k.user_name
  where k.id = ? and k.hash = ? and k.active and not u.disabled
), noted as (
  update callsheet.access_key k
  set used = callsheet.now()
  from found f
  where k.id = f.id and (f.used is null or f.used <= callsheet.now() - interval '1 minute')
)
select name, roles, default_password as "defaultPassword" from found`
