/** Reads and writes users. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import type { KeptPair } from './pairs.ts'

export interface UserRow {
  readonly name: string
  readonly realName: string | null
  readonly disabled: boolean
  /** Its own roles, without those of its groups. */
  readonly roles: readonly string[]
  readonly groups: readonly string[]
  readonly aliases: readonly string[]
  readonly metadata: readonly KeptPair[]
}

/** Which users to read. Absent criteria match all. */
export interface UserCriteria {
  readonly names?: readonly string[]
  readonly disabled?: boolean
  /** Is in one of these groups, not by another one. */
  readonly groups?: readonly string[]
  /** Holds this role itself, not by a group. */
  readonly role?: string
  /** Holds this role, itself or by a group. */
  readonly holds?: string
}

/**
 * Of all that match, the users from `first` on, counted from 1, and how many match. `number`: at most so
 * many.
 */
export async function readUsers(
  em: EntityManager,
  { names, disabled, groups, role, holds }: UserCriteria,
  { first, number }: { readonly first: number; readonly number?: number | undefined },
): Promise<{ readonly hits: number; readonly users: readonly UserRow[] }> {
  const criteria = [names ?? null, disabled ?? null, groups ?? null, role ?? null, holds ?? null]
  const [page] = await execute<{ readonly hits: number; readonly users: readonly UserRow[] }>(
    em,
    READ_USERS,
    [...criteria, number ?? null, Math.max(0, first - 1)],
  )
  return page ?? { hits: 0, users: [] }
}

const READ_USERS = /* sql */ `
with asked (names, disabled, in_groups, role, holds) as (
  values (?::text[], ?::boolean, ?::text[], ?::text, ?::text)
), matching as (
  select u.name, u.real_name, u.disabled, u.roles, u.metadata
  from callsheet.user_account u, asked a
  where (a.names is null or u.name = any (a.names))
    and (a.disabled is null or u.disabled = a.disabled)
    and (a.role is null or a.role = any (u.roles))
    and (a.holds is null or a.holds = any (callsheet.roles_of(u.name)))
    and (a.in_groups is null
      or exists (select from callsheet.group_member m where m.user_name = u.name and m.group_name = any (a.in_groups)))
), page as (
  select * from matching order by name limit ? offset ?
)
select
  (select count(*) from matching)::integer as hits,
  (select coalesce(jsonb_agg(jsonb_build_object(
    'name', p.name, 'realName', p.real_name, 'disabled', p.disabled, 'roles', p.roles, 'metadata', p.metadata,
    'aliases', array(select a.alias from callsheet.user_alias a where a.user_name = p.name order by a.alias),
    'groups', array(
      select m.group_name from callsheet.group_member m where m.user_name = p.name order by m.group_name)
  ) order by p.name), '[]') from page p) as users`

/** Undefined for an unknown name. */
export async function readUser(em: EntityManager, name: string): Promise<UserRow | undefined> {
  const { users } = await readUsers(em, { names: [name] }, { first: 1 })
  return users[0]
}

export interface NewUser {
  readonly name: string
  readonly realName: string | null
  /** Empty for a user who may not sign in with a password. */
  readonly passwordHash: string
  readonly roles: readonly string[]
}

/** False if there is a user with this name. */
export async function addUser(tx: EntityManager, user: NewUser): Promise<boolean> {
  const { name, realName, passwordHash, roles } = user
  return (await execute(tx, ADD_USER, [name, realName, passwordHash, roles])).length > 0
}

const ADD_USER = /* sql */ `
insert into callsheet.user_account (name, real_name, password_hash, roles)
values (?, ?, ?, ?)
on conflict (name) do nothing
returning name`

/** What of a user changes; absent: it stays. */
export interface UserChange {
  readonly realName?: string | undefined
  /** A trigger ends the tokens and tickets of a user who gets another password or is disabled. */
  readonly passwordHash?: string | undefined
  readonly disabled?: boolean | undefined
  readonly roles?: readonly string[] | undefined
}

/** Does nothing for an unknown name. A new password is not the default password. */
export async function updateUser(tx: EntityManager, name: string, change: UserChange): Promise<void> {
  const { realName, passwordHash, disabled, roles } = change
  const values = [realName, passwordHash, passwordHash, disabled, roles].map((value) => value ?? null)
  await execute(tx, UPDATE_USER, [...values, name])
}

const UPDATE_USER = /* sql */ `
update callsheet.user_account
set real_name = coalesce(?::text, real_name),
    password_hash = coalesce(?::text, password_hash),
    default_password = default_password and ?::text is null,
    disabled = coalesce(?::boolean, disabled),
    roles = coalesce(?::text[], roles)
where name = ?`

/** Deletes a user with its memberships, tokens and tickets. Its jobs stay, and keep its name. */
export async function deleteUser(tx: EntityManager, name: string): Promise<void> {
  await execute(tx, DELETE_USER, [name])
}

const DELETE_USER = /* sql */ `delete from callsheet.user_account where name = ?`
