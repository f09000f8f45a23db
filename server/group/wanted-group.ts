/** Reads what a GroupDocument wants of a group. Pure. */
import type { GroupDocument } from '../../schema/documents/user.ts'
import { invalidInput } from '../http/answer/fault.ts'
import { checked } from '../user/metadata.ts'
import { isRole, refuseGroupName, refuseRoleNames } from '../user/names.ts'

export interface WantedGroup {
  readonly name: string
  readonly description: string | undefined
  readonly roles: readonly string[]
  readonly users: readonly string[]
  /** Groups that it is in, and that are in it. */
  readonly parents: readonly string[]
  readonly children: readonly string[]
  readonly metadata?: NonNullable<GroupDocument['metadata']>['field']
}

/** Throws `invalidInput`. `path`: the name in the URL, which the document may repeat. */
export function wantedGroup(document: GroupDocument, path?: string): WantedGroup {
  const { groupName, description, role, parentGroupList, childGroupList, userList, metadata } = document
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
  const children = childGroupList?.group.map((child) => child.groupName) ?? []
  const inRole = children.find(isRole)
  if (inRole !== undefined)
    throw invalidInput(
      'GroupDocument.childGroupList.group.groupName',
      `expected a group, as roles are in no group, got “${inRole}”`,
      inRole,
    )
  const parents = parentGroupList?.group.map((parent) => parent.groupName) ?? []
  refuseRoleNames(parents)
  return {
    ...{ name, description, children },
    roles: parents.filter(isRole),
    parents: parents.filter((parent) => !isRole(parent)),
    users: userList?.user.map(({ userName }) => userName) ?? [],
    ...(metadata && { metadata: checked(metadata.field) }),
  }
}
