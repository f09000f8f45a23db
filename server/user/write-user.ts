/** Creates and changes users as documents want them. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { UserDocument } from '../../schema/documents/user.ts'
import { removeAliases, userOfAlias } from '../../schema/queries/access/aliases.ts'
import { writePairs } from '../../schema/queries/access/pairs.ts'
import { addUser, updateUser } from '../../schema/queries/access/users.ts'
import { hashOfNew } from '../auth/password/new-password.ts'
import { conflict } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { giveAlias } from './aliases.ts'
import { changeUsers, existingUser, join } from './change-users.ts'
import { userDocument } from './document.ts'
import { warnOfUnknownRoles } from './names.ts'
import type { WantedUser } from './wanted-user.ts'

type Writing = Pick<Context, 'em' | 'baseUrl' | 'warn'> & {
  readonly passwordType: 'raw' | 'md5' | undefined
  /** What becomes of an existing user: it is changed, or the request refused with 409. */
  readonly ifExists: 'change' | 'refuse'
}

export async function writeUser(wanted: WantedUser, writing: Writing): Promise<UserDocument> {
  const { em, baseUrl, warn, passwordType } = writing
  const { name, password } = wanted
  const passwordHash = password === undefined ? undefined : await hashOfNew(name, password, passwordType)
  warnOfUnknownRoles(wanted.membership?.roles ?? [], warn)
  const written = await changeUsers(em, name, async (tx) => {
    await write(tx, wanted, { ...writing, passwordHash })
    return existingUser(tx, name)
  })
  return userDocument(written, baseUrl)
}

async function write(
  tx: EntityManager,
  { name, realName, disabled, membership, aliases, metadata }: WantedUser,
  { ifExists, passwordHash }: Pick<Writing, 'ifExists'> & { readonly passwordHash: string | undefined },
): Promise<void> {
  const row = { name, realName: realName ?? null, passwordHash: passwordHash ?? '', roles: [] }
  if (await userOfAlias(tx, name)) throw conflict('user', name, 'a user has this alias', name)
  const isNew = await addUser(tx, row)
  if (!isNew && ifExists === 'refuse') throw conflict('user', name, 'a user with this name exists', name)
  await updateUser(tx, name, { disabled, ...(!isNew && { realName, passwordHash }) })
  if (metadata) await writePairs(tx, 'user', name, metadata)
  if (aliases) await replaceAliases(tx, name, aliases)
  if (membership) await join(tx, await existingUser(tx, name), { ...membership, move: true })
}

async function replaceAliases(tx: EntityManager, name: string, aliases: readonly string[]): Promise<void> {
  const { aliases: before } = await existingUser(tx, name)
  await removeAliases(
    tx,
    name,
    before.filter((alias) => !aliases.includes(alias)),
  )
  for (const alias of aliases) await giveAlias(tx, name, alias, 'UserDocument.alias')
}
