/** How users and groups look as documents. Pure. */
import type { GroupDocument, UserDocument } from '../../schema/documents/user.ts'
import type { GroupRow } from '../../schema/queries/access/groups.ts'
import type { UserRow } from '../../schema/queries/access/users.ts'

export function userDocument(row: UserRow, baseUrl: string): UserDocument {
  const { name, realName, disabled, groups, roles } = row
  return {
    loc: `${baseUrl}/user/${encodeURIComponent(name)}`,
    userName: name,
    ...(realName !== null && { realName }),
    groupList: {
      group: [...groups.map((group) => named(group, false)), ...roles.map((role) => named(role, true))],
    },
    disabled,
  }
}

export function groupDocument({ name, description, roles }: GroupRow, baseUrl: string): GroupDocument {
  return {
    loc: locOf(name, baseUrl),
    groupName: name,
    ...(description !== null && { description }),
    role: false,
    parentGroupList: { group: roles.map((role) => named(role, true)) },
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
