/** Which names users and groups can have. Pure. */

import { nearest } from '../../schema/nearest.ts'
import { isKeyId } from '../auth/authorization.ts'
import { ROLES } from '../auth/roles.ts'
import { invalidInput } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'

/** Throws `invalidInput`. `at`: the place of the name in the request. */
export function refuseUserName(name: string, at: string): void {
  if (isKeyId(name)) throw invalidInput(at, `expected no name of an access key, got “${name}”`, name)
  if (!isName(name) || name.includes(':'))
    throw invalidInput(at, `expected ${A_NAME}, and no “:”, got “${name}”`, name)
}

/** Throws `invalidInput`, also for the name of a role. */
export function refuseGroupName(name: string, at: string): void {
  if (isRole(name))
    throw invalidInput(
      at,
      `names that begin with “_” are those of roles, which are built in, got “${name}”`,
      name,
    )
  if (!isName(name)) throw invalidInput(at, `expected ${A_NAME}, got “${name}”`, name)
}

/** Throws `invalidInput` if one of the names begins like that of a role, and cannot be one. */
export function refuseRoleNames(names: readonly string[]): void {
  const wrong = names.find((name) => isRole(name) && !/^_[A-Za-z0-9_-]{1,99}$/.test(name))
  if (wrong !== undefined)
    throw invalidInput('groupName', `expected a role such as _job_read, got “${wrong}”`, wrong)
}

/** Roles are groups whose name begins with `_`. */
export function isRole(name: string): boolean {
  return name.startsWith('_')
}

/** A role that has a meaning only in Vidispine is kept, so that its documents are accepted. */
export function warnOfUnknownRoles(roles: readonly string[], warn: Context['warn']): void {
  for (const role of roles) {
    if (ROLES.some((one) => one === role)) continue
    const meant = nearest(ROLES, role)
    warn(
      `the role ${role} is unknown and grants nothing${meant === undefined ? '' : `: did you mean ${meant}?`}`,
    )
  }
}

const LONGEST_NAME = 100
const A_NAME = `1 to ${LONGEST_NAME} characters, none of them a control character, and no blank at an end`

/** A name is one line, and is not blank at its ends, where a blank cannot be seen. */
function isName(name: string): boolean {
  return name !== '' && name === name.trim() && [...name].length <= LONGEST_NAME && !/\p{C}/u.test(name)
}
