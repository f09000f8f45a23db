/** Keeps the aliases of users. Changes are made under the lock of users. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** False if another user has it. */
export async function addAlias(tx: EntityManager, user: string, alias: string): Promise<boolean> {
  return (await execute(tx, ADD, [alias, user])).length > 0
}

/** Also returns a row if the user has the alias already. */
const ADD = /* sql */ `
insert into callsheet.user_alias as a (alias, user_name)
values (?, ?)
on conflict (alias) do update set user_name = excluded.user_name where a.user_name = excluded.user_name
returning alias`

/** Those that the user has of these. */
export async function removeAliases(
  tx: EntityManager,
  user: string,
  aliases: readonly string[],
): Promise<void> {
  await execute(tx, REMOVE, [user, aliases])
}

const REMOVE = /* sql */ `delete from callsheet.user_alias where user_name = ? and alias = any (?::text[])`

/** The user who has the alias. */
export async function userOfAlias(em: EntityManager, alias: string): Promise<string | undefined> {
  const [found] = await execute<{ readonly user: string }>(em, USER, [alias])
  return found?.user
}

const USER = /* sql */ `select user_name as "user" from callsheet.user_alias where alias = ?`
