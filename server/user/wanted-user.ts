/** Reads what a UserDocument wants of a user. Pure. */
import type { UserDocument } from '../../schema/documents/user.ts'
import { invalidInput } from '../http/answer/fault.ts'
import type { Membership } from './change-users.ts'
import { checked, withPairs } from './metadata.ts'
import { isRole, refuseRoleNames, refuseUserName } from './names.ts'

/** Absent: it stays as it is, or is not set. */
export interface WantedUser {
  readonly name: string
  readonly realName?: string
  readonly password?: string
  readonly disabled?: boolean
  readonly membership?: Membership
  readonly aliases?: readonly string[]
  readonly metadata?: NonNullable<UserDocument['metadata']>['field']
}

/** Throws `invalidInput`. `path`: the name in the URL, which the document may repeat. */
export function wantedUser(document: UserDocument, path?: string): WantedUser {
  const { userName, realName, password, disabled, groupList, alias, metadata } = document
  const name = path ?? userName
  if (name === undefined) throw invalidInput('UserDocument.userName', 'missing')
  if (userName !== undefined && userName !== name)
    throw invalidInput(
      'UserDocument.userName',
      `expected “${name}”, as users keep their names, got “${userName}”`,
      userName,
    )
  refuseUserName(name, path === undefined ? 'UserDocument.userName' : 'user')
  return {
    name,
    ...(realName !== undefined && { realName }),
    ...(password !== undefined && { password }),
    ...(disabled !== undefined && { disabled }),
    ...(alias && { aliases: alias }),
    ...(metadata && { metadata: withPairs([], checked(metadata.field)) }),
    ...(groupList && { membership: membershipOf(groupList.group.map(({ groupName }) => groupName)) }),
  }
}

/** Tells groups from roles by their names. Throws `invalidInput` for a name that no role can have. */
export function membershipOf(names: readonly string[]): Membership {
  refuseRoleNames(names)
  return { groups: names.filter((name) => !isRole(name)), roles: names.filter(isRole) }
}
