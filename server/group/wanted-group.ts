/** Reads what a GroupDocument wants of a group. Pure. */
import type { GroupDocument } from '../../schema/documents/user.ts'
import { invalidInput } from '../http/answer/fault.ts'
import { isRole, refuseGroupName, refuseRoleNames } from '../user/names.ts'

export interface WantedGroup {
  readonly name: string
  readonly description: string | undefined
  readonly roles: readonly string[]
  readonly users: readonly string[]
}

/** Throws `invalidInput`. `path`: the name in the URL, which the document may repeat. */
export function wantedGroup(document: GroupDocument, path?: string): WantedGroup {
  const { groupName, description, role, parentGroupList, childGroupList, userList } = document
  const name = path ?? groupName
  if (name === undefined) throw invalidInput('GroupDocument.groupName', 'missing')
  if (groupName !== undefined && groupName !== name)
    throw invalidInput(
      'GroupDocument.groupName',
      `expected “${name}”, as groups keep their names, got “${groupName}”`,
      groupName,
    )
  refuseGroupName(name, path === undefined ? 'GroupDocument.groupName' : 'group')
  if (role) throw invalidInput('GroupDocument.role', 'expected false: roles are built in', 'true')
  const [child] = childGroupList?.group ?? []
  if (child) throw nested('childGroupList', child.groupName)
  const parents = parentGroupList?.group.map((parent) => parent.groupName) ?? []
  const group = parents.find((parent) => !isRole(parent))
  if (group !== undefined) throw nested('parentGroupList', group)
  refuseRoleNames(parents)
  return { name, description, roles: parents, users: userList?.user.map(({ userName }) => userName) ?? [] }
}

function nested(field: string, group: string): Error {
  return invalidInput(
    `GroupDocument.${field}.group.groupName`,
    `expected a role, as groups are not in groups, got “${group}”`,
    group,
  )
}
