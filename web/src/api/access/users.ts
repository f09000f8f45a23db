/** Lists and changes users. Everything here needs the role _administrator. */
import type { TokenListDocument } from '../../../../schema/documents/access-key.ts'
import { call, callFor } from '../call.ts'
import type { Group, User } from '../wire.ts'

const at = (user: string) => `user/${encodeURIComponent(user)}`

export interface UserPage {
  readonly hits: number
  readonly user: readonly User[]
}

/** By name, from the first one. `text`: only those whose name, real name or alias contains it. */
export async function listUsers(text: string, number: number, signal: AbortSignal): Promise<UserPage> {
  const field = ['username', 'realname', 'alias'].map((name) => ({ name, value: [text] }))
  const { hits = 0, user = [] } = await callFor<Partial<UserPage>>({
    ...{ method: 'PUT', path: 'user', query: { number }, signal },
    body: text === '' ? {} : { operator: { operation: 'OR', field } },
  })
  return { hits, user }
}

/** The names of all groups, then of all roles. */
export async function listGroups(signal: AbortSignal): Promise<readonly string[]> {
  const { group = [] } = await callFor<{ readonly group?: readonly Group[] }>({
    ...{ method: 'GET', path: 'group', signal },
  })
  return group.flatMap(({ groupName }) => groupName ?? [])
}

export interface WantedUser {
  readonly userName: string
  readonly realName: string
  readonly password: string
  readonly groups: readonly string[]
}

/** Throws a `Refusal` if there is a user with this name. */
export async function addUser({ realName, password, groups, ...user }: WantedUser): Promise<void> {
  const names = { ...user, ...(realName !== '' && { realName }), ...(password !== '' && { password }) }
  await call({
    ...{ method: 'POST', path: 'user', query: { passwordType: 'raw' } },
    body: { ...names, groupList: listOf(groups) },
  })
}

/** Replaces the groups and roles. */
export async function setGroups(user: string, groups: readonly string[]): Promise<void> {
  await call({ method: 'PUT', path: at(user), body: { groupList: listOf(groups) } })
}

export async function setPassword(user: string, password: string): Promise<void> {
  await call({ method: 'PUT', path: `${at(user)}/password`, query: { passwordType: 'raw' }, text: password })
}

export async function setDisabled(user: string, disabled: boolean): Promise<void> {
  if (disabled) await call({ method: 'DELETE', path: at(user) })
  else await call({ method: 'PUT', path: `${at(user)}/enable` })
}

/** How many valid tokens a user has. */
export async function countTokens(user: string, signal: AbortSignal): Promise<number> {
  const path = `${at(user)}/tokens`
  const { token = [] } = await callFor<Partial<TokenListDocument>>({ method: 'GET', path, signal })
  return token.length
}

export async function revokeTokens(user: string): Promise<void> {
  await call({ method: 'DELETE', path: `${at(user)}/tokens` })
}

function listOf(groups: readonly string[]) {
  return { group: groups.map((groupName) => ({ groupName })) }
}
