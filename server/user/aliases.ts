/** Other names that a user signs in with: `/user/{user}/alias/{alias}`. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { addAlias, removeAliases } from '../../schema/queries/access/aliases.ts'
import { readUser } from '../../schema/queries/access/users.ts'
import { conflict, notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { changeUsers, existingUser } from './change-users.ts'
import { refuseUserName } from './names.ts'

const one = { path: '/user/:user/alias/:alias', role: '_administrator' } as const

export const createAnAlias = operation({
  title: 'Create an alias',
  description:
    'A user signs in with an alias and its password as with its name, but an alias stands for the name nowhere else. ' +
    'Refused with 409 if another user has the alias, or the name. Does nothing if this user has it.',
  ...{ method: 'PUT', ...one },
}).answer(async ({ path: { user, alias }, em }) => {
  await changeUsers(em, user, async (tx) => {
    await existingUser(tx, user)
    await giveAlias(tx, user, alias, 'alias')
  })
  return undefined
})

export const deleteAnAlias = operation({
  title: 'Delete an alias',
  ...{ method: 'DELETE', ...one },
}).answer(async ({ path: { user, alias }, em }) => {
  await changeUsers(em, user, async (tx) => {
    const { aliases } = await existingUser(tx, user)
    if (!aliases.includes(alias)) throw notFound('Alias', alias, aliases)
    await removeAliases(tx, user, [alias])
  })
  return undefined
})

/**
 * Throws 400 for what could be no user name, 409 for a name that is taken. `at`: its place in the request.
 */
export async function giveAlias(tx: EntityManager, user: string, alias: string, at: string): Promise<void> {
  refuseUserName(alias, at)
  if (await readUser(tx, alias)) throw conflict('alias', alias, 'a user has this name', alias)
  if (!(await addAlias(tx, user, alias))) throw conflict('alias', alias, 'another user has this alias', alias)
}
