/** Describes the documents of `/user` and `/group`. */

import {
  boolean,
  type DocumentOf,
  document,
  element,
  integer,
  list,
  maybe,
  maybeAttribute,
  maybeList,
  shape,
  string,
} from '../document.ts'
import { keyValue } from './key-value.ts'

const named = shape({
  groupName: element(string, 'The name of the group or role.'),
  role: maybe(boolean, 'Whether it is a role. Ignored in a request.'),
})

const groups = shape({ group: list(named, 'Groups and roles.', { empty: 'omit' }) })

const metadata = shape({ field: list(keyValue, 'Keys and values.', { empty: 'omit' }) })

const user = {
  loc: maybe(string, 'The URL of the user. Ignored in a request.'),
  userName: maybe(string, 'The name to sign in with.'),
  realName: maybe(string, 'The name to show.'),
  alias: maybeList(string, 'Other names to sign in with.'),
  password: maybe(string, 'Only in requests: the password, as it is typed.'),
  groupList: maybe(groups, 'The groups and roles that the user itself belongs to.'),
  metadata: maybe(metadata, 'Keys and values of the client.'),
  disabled: maybeAttribute(boolean, 'Whether the user cannot sign in.'),
}

export const UserDocument = document('UserDocument', user, { description: 'A user.' })
export type UserDocument = DocumentOf<typeof UserDocument>

export const UserListDocument = document(
  'UserListDocument',
  {
    hits: maybe(integer, 'How many users match, before paging.'),
    user: list(shape(user), 'The users, by name.'),
  },
  { description: 'Users.' },
)
export type UserListDocument = DocumentOf<typeof UserListDocument>

const group = {
  loc: maybe(string, 'The URL of the group. Ignored in a request.'),
  groupName: maybe(string, 'The name of the group.'),
  description: maybe(string, 'What the group is for.'),
  role: maybe(boolean, 'Whether it is a role. Roles are built in.'),
  childGroupList: maybe(groups, 'The groups in the group, whose users hold its roles.'),
  parentGroupList: maybe(groups, 'The groups that the group is in, and its roles: its users hold them too.'),
  userList: maybe(
    shape({
      user: list(shape({ userName: element(string, 'The name of a user.') }), 'Users.', { empty: 'omit' }),
    }),
    'The users in the group. Only in requests.',
  ),
  metadata: maybe(metadata, 'Keys and values of the client.'),
}

export const GroupDocument = document('GroupDocument', group, {
  description: 'A group of users, or a role.',
})
export type GroupDocument = DocumentOf<typeof GroupDocument>

export const GroupListDocument = document(
  'GroupListDocument',
  {
    hits: maybe(integer, 'How many groups match, before paging.'),
    group: list(shape(group), 'The groups and roles, by name.'),
  },
  { description: 'Groups and roles.' },
)
export type GroupListDocument = DocumentOf<typeof GroupListDocument>
