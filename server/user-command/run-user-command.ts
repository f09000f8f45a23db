/** Carries out `npm run user`: the same changes as over the API, with the same checks. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { writeAudit } from '../../schema/queries/access/audit.ts'
import { readUsers, type UserRow, updateUser } from '../../schema/queries/access/users.ts'
import { hashOfNew } from '../auth/password/new-password.ts'
import { changeUsers, existingUser } from '../user/change-users.ts'
import { wantedUser } from '../user/wanted-user.ts'
import { writeUser } from '../user/write-user.ts'
import type { UserCommand } from './arguments.ts'

/** What a command needs of its process. */
export interface Surroundings {
  readonly em: EntityManager
  readonly password: (name: string) => Promise<string>
}

type Doing = Exclude<UserCommand, { readonly does: 'help' }>

/** Returns what to print. Throws faults, as operations do. */
export async function runUserCommand(command: Doing, here: Surroundings): Promise<string> {
  if (command.does === 'list') return (await readUsers(here.em, {}, { first: 1 })).users.map(lineOf).join('')
  const { does, name } = command
  const said = await done(command, here)
  const entry = { address: '', method: '', path: `/user/${encodeURIComponent(name)}`, status: 200 }
  await writeAudit(here.em, [{ ...entry, operation: `npm run user -- ${does}` }])
  return `${said}\n`
}

async function done(
  command: Exclude<Doing, { readonly does: 'list' }>,
  { em, password }: Surroundings,
): Promise<string> {
  const { does, name } = command
  switch (does) {
    case 'add':
      await added(em, name, { password: await password(name), roles: command.roles })
      return `The user ${name} can sign in.`
    case 'password': {
      await existingUser(em, name)
      const passwordHash = await hashOfNew(name, await password(name), 'raw')
      await changed(em, name, { passwordHash })
      return `The user ${name} has another password, and no tokens.`
    }
    case 'role':
      await changed(em, name, { roles: command.roles })
      return `The user ${name} has ${command.roles.length === 0 ? 'no roles' : command.roles.join(', ')}.`
    case 'disable':
      await changed(em, name, { disabled: true })
      return `The user ${name} cannot sign in.`
    case 'enable':
      await changed(em, name, { disabled: false })
      return `The user ${name} can sign in.`
  }
}

async function added(
  em: EntityManager,
  name: string,
  { password, roles }: { readonly password: string; readonly roles: readonly string[] },
): Promise<void> {
  const group = roles.map((groupName) => ({ groupName }))
  const wanted = wantedUser({ userName: name, password, groupList: { group } })
  const nothing = { baseUrl: '', warn: () => undefined }
  await writeUser(wanted, { em, ...nothing, passwordType: 'raw', ifExists: 'refuse' })
}

async function changed(
  em: EntityManager,
  name: string,
  change: Parameters<typeof updateUser>[2],
): Promise<void> {
  await changeUsers(em, name, async (tx) => {
    await existingUser(tx, name)
    await updateUser(tx, name, change)
  })
}

function lineOf({ name, disabled, roles, groups, realName }: UserRow): string {
  const columns = [name, disabled ? 'disabled' : 'enabled', roles.join(','), groups.join(','), realName ?? '']
  return `${columns.join('\t')}\n`
}
