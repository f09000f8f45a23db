/** Lists groups and roles: `GET /group`. */
import { GroupListDocument } from '../../schema/documents/user.ts'
import { readGroups } from '../../schema/queries/access/groups.ts'
import { ROLES } from '../auth/roles.ts'
import { operation } from '../http/operation.ts'
import { boolean } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { groupDocument, roleDocument } from '../user/document.ts'
import { FIRST, NUMBER } from '../user/list-users.ts'
import { groupLines } from './group-lines.ts'

export default operation({
  title: 'List all groups and roles',
  description: 'The groups, then the roles, each by name. As text/plain: one URI per line.',
  method: 'GET',
  path: '/group',
  role: '_administrator',
  query: {
    role: parameter(boolean, undefined, '`true`: only roles; `false`: only groups. Default: both.'),
    first: FIRST,
    number: NUMBER,
  },
  produces: GroupListDocument,
  plain: groupLines,
}).answer(async ({ query: { role, first, number }, em, baseUrl }) => {
  const groups = role === true ? [] : await readGroups(em)
  const roles = role === false ? [] : ROLES.toSorted()
  const all = [
    ...groups.map((group) => groupDocument(group, baseUrl)),
    ...roles.map((name) => roleDocument(name, baseUrl)),
  ]
  const from = Math.max(0, first - 1)
  return { hits: all.length, group: all.slice(from, number === undefined ? undefined : from + number) }
})
