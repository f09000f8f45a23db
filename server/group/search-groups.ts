/** Searches groups: `PUT /group`. */
import { GroupSearchDocument } from '../../schema/documents/simple-search.ts'
import { GroupListDocument } from '../../schema/documents/user.ts'
import { type GroupRow, readGroups } from '../../schema/queries/access/groups.ts'
import { ROLES } from '../auth/roles.ts'
import { operation } from '../http/operation.ts'
import { boolean } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { groupDocument, roleDocument } from '../user/document.ts'
import { FIRST } from '../user/list-users.ts'
import { isRole } from '../user/names.ts'
import { FOUND_NUMBER } from '../user/search/search-users.ts'
import { found } from '../user/search/simple-search.ts'
import { groupLines } from './group-lines.ts'

export default operation({
  title: 'Search groups and roles',
  description: 'By name, description and metadata; without a body, all. As text/plain: one URI per line.',
  method: 'PUT',
  path: '/group',
  role: '_administrator',
  readOnly: true,
  query: {
    role: parameter(boolean, undefined, '`true`: only roles; `false`: only groups. Default: both.'),
    first: FIRST,
    number: FOUND_NUMBER,
  },
  accepts: GroupSearchDocument,
  produces: GroupListDocument,
  plain: groupLines,
}).answer(async ({ query: { role, first, number }, body = {}, em, baseUrl }) => {
  const groups = role === true ? [] : await readGroups(em)
  const roles = role === false ? [] : ROLES.toSorted().map(asRow)
  const matching = found([...groups, ...roles], body, valuesIn)
  const from = Math.max(0, first - 1)
  const page = matching.slice(from, from + number)
  const group = page.map((row) =>
    isRole(row.name) ? roleDocument(row.name, baseUrl) : groupDocument(row, baseUrl),
  )
  return { hits: matching.length, group }
})

function asRow(name: string): GroupRow {
  return { name, description: null, roles: [], parents: [], children: [], metadata: [] }
}

function valuesIn({ name, description, metadata }: GroupRow, field: string): readonly string[] {
  switch (field.toLowerCase()) {
    case 'groupname':
      return [name]
    case 'description':
      return description === null ? [] : [description]
    default:
      return metadata.filter(({ key }) => key === field).map(({ value }) => value)
  }
}
