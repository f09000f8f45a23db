/** Reads and writes groups of users. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import type { KeptPair } from './pairs.ts'

export interface GroupRow {
  readonly name: string
  readonly description: string | null
  /** What its members hold. */
  readonly roles: readonly string[]
  /** The groups that it is in, and those in it. */
  readonly parents: readonly string[]
  readonly children: readonly string[]
  readonly metadata: readonly KeptPair[]
}

/** By name. `names`: only these. */
export async function readGroups(em: EntityManager, names?: readonly string[]): Promise<readonly GroupRow[]> {
  return execute<GroupRow>(em, READ_GROUPS, [names ?? null, names ?? null])
}

const READ_GROUPS = /* sql */ `
select name, description, roles, metadata,
  array(select c.parent from callsheet.group_child c where c.child = name order by c.parent) as parents,
  array(select c.child from callsheet.group_child c where c.parent = name order by c.child) as children
from callsheet.user_group
where ?::text[] is null or name = any (?::text[])
order by name`

/** These groups, and those that they are in (`above`), or those in them (`below`), at any depth. */
export async function groupsAround(
  em: EntityManager,
  names: readonly string[],
  where: 'above' | 'below',
): Promise<readonly string[]> {
  const rows = await execute<{ readonly name: string }>(em, AROUND[where], [names])
  return rows.map(({ name }) => name)
}

const AROUND = {
  above: around('parent', 'child'),
  below: around('child', 'parent'),
} as const

function around(to: string, from: string): string {
  return /* sql */ `
with recursive reached (name) as (
  select unnest(?::text[])
  union
  select c.${to} from reached r join callsheet.group_child c on c.${from} = r.name
)
select name from reached order by name`
}

/** Puts a group into another one. Both must exist. */
export async function addChild(tx: EntityManager, parent: string, child: string): Promise<void> {
  await execute(tx, ADD_CHILD, [parent, child])
}

const ADD_CHILD = /* sql */ `
insert into callsheet.group_child (parent, child) values (?, ?) on conflict do nothing`

/** Takes a group out of another one. */
export async function removeChild(tx: EntityManager, parent: string, child: string): Promise<void> {
  await execute(tx, REMOVE_CHILD, [parent, child])
}

const REMOVE_CHILD = /* sql */ `delete from callsheet.group_child where parent = ? and child = ?`

/** Adds the group, or changes what is given of it: `undefined` keeps the description. */
export async function writeGroup(
  tx: EntityManager,
  name: string,
  { description, roles }: { readonly description?: string | undefined; readonly roles: readonly string[] },
): Promise<void> {
  await execute(tx, WRITE_GROUP, [name, description ?? null, roles])
}

const WRITE_GROUP = /* sql */ `
insert into callsheet.user_group as g (name, description, roles)
values (?, ?, ?)
on conflict (name) do update
set description = coalesce(excluded.description, g.description), roles = excluded.roles`

/** Deletes a group; its members stay. */
export async function deleteGroup(tx: EntityManager, name: string): Promise<void> {
  await execute(tx, DELETE_GROUP, [name])
}

const DELETE_GROUP = /* sql */ `delete from callsheet.user_group where name = ?`

/** Adds each of the users to each of the groups. All must exist. */
export async function addMembers(
  tx: EntityManager,
  groups: readonly string[],
  users: readonly string[],
): Promise<void> {
  await execute(tx, ADD_MEMBERS, [groups, users])
}

const ADD_MEMBERS = /* sql */ `
insert into callsheet.group_member (group_name, user_name)
select g.name, u.name
from unnest(?::text[]) as g (name), unnest(?::text[]) as u (name)
on conflict do nothing`

/** Removes a user from a group, if it is in it. */
export async function removeMember(tx: EntityManager, group: string, user: string): Promise<void> {
  await execute(tx, REMOVE_MEMBER, [group, user])
}

const REMOVE_MEMBER = /* sql */ `delete from callsheet.group_member where group_name = ? and user_name = ?`

/** Removes a user from all groups. */
export async function leaveAllGroups(tx: EntityManager, user: string): Promise<void> {
  await execute(tx, LEAVE_ALL, [user])
}

const LEAVE_ALL = /* sql */ `delete from callsheet.group_member where user_name = ?`

/** Removes all users of a group, all groups in it, and it from all groups. */
export async function emptyGroup(tx: EntityManager, group: string): Promise<void> {
  await execute(tx, EMPTY_GROUP, [group, group, group])
}

const EMPTY_GROUP = /* sql */ `
with members as (delete from callsheet.group_member where group_name = ?)
delete from callsheet.group_child where parent = ? or child = ?`
