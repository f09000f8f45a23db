/** Changes users and groups, and keeps an administrator among them. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { hasAdministrator, lockUsers } from '../../schema/queries/access/accounts.ts'
import { addMembers, leaveAllGroups, readGroups } from '../../schema/queries/access/groups.ts'
import { readUser, type UserRow, updateUser } from '../../schema/queries/access/users.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { conflict, notFound } from '../http/answer/fault.ts'

/**
 * Does the work in one transaction, one change after the other. Throws 409 about `name`, and changes nothing,
 * if no enabled administrator with a password would be left.
 */
export async function changeUsers<T>(
  em: EntityManager,
  name: string,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  return transaction(em.fork(), async (tx) => {
    await lockUsers(tx)
    const answer = await work(tx)
    if (await hasAdministrator(tx)) return answer
    throw conflict('user', name, 'no administrator would be left who can sign in with a password')
  })
}

/** Groups and roles, by name. */
export interface Membership {
  readonly groups: readonly string[]
  readonly roles: readonly string[]
}

/**
 * Puts a user into these groups and roles; `move`: and out of all others. Throws `notFound` for unknown
 * groups.
 */
export async function join(
  tx: EntityManager,
  user: UserRow,
  { groups, roles, move }: Membership & { readonly move: boolean },
): Promise<void> {
  await refuseUnknownGroups(tx, groups)
  if (move) await leaveAllGroups(tx, user.name)
  await addMembers(tx, groups, [user.name])
  await updateUser(tx, user.name, { roles: [...new Set([...(move ? [] : user.roles), ...roles])] })
}

async function refuseUnknownGroups(tx: EntityManager, names: readonly string[]): Promise<void> {
  const known = (await readGroups(tx)).map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw notFound('Group', unknown, known)
}

/** Throws `notFound`. */
export async function existingUser(em: EntityManager, name: string): Promise<UserRow> {
  const user = await readUser(em, name)
  if (!user) throw notFound('User', name)
  return user
}
