/** How users and groups look as documents. Pure. */
import type { GroupDocument, UserDocument } from '../../schema/documents/user.ts'
import type { GroupRow } from '../../schema/queries/access/groups.ts'
import type { UserRow } from '../../schema/queries/access/users.ts'

export function userDocument(row: UserRow, baseUrl: string): UserDocument {
  const { name, realName, disabled, groups, roles, aliases, metadata } = row
  return {
    loc: `${baseUrl}/user/${encodeURIComponent(name)}`,
    userName: name,
    ...(realName !== null && { realName }),
    ...(aliases.length > 0 && { alias: aliases }),
    groupList: {
      group: [...groups.map((group) => named(group, false)), ...roles.map((role) => named(role, true))],
    },
    ...(metadata.length > 0 && { metadata: { field: metadata } }),
    disabled,
  }
}

export function groupDocument(
  { name, description, roles, parents, children, metadata }: GroupRow,
  baseUrl: string,
): GroupDocument {
  return {
    loc: locOf(name, baseUrl),
    groupName: name,
    ...(description !== null && { description }),
    role: false,
    ...(children.length > 0 && {
      childGroupList: { group: children.map((child) => named(child, false)) },
    }),
    parentGroupList: {
      group: [...parents.map((parent) => named(parent, false)), ...roles.map((role) => named(role, true))],
    },
    ...(metadata.length > 0 && { metadata: { field: metadata } }),
  }
}

export function roleDocument(name: string, baseUrl: string): GroupDocument {
  return { loc: locOf(name, baseUrl), groupName: name, role: true }
}

function locOf(group: string, baseUrl: string): string {
  return `${baseUrl}/group/${encodeURIComponent(group)}`
}

function named(groupName: string, role: boolean) {
  return { groupName, role }
}
