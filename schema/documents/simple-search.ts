/** Describes the documents that users and groups are searched with. */

import {
  type DocumentOf,
  document,
  element,
  list,
  maybe,
  maybeAttribute,
  oneOf,
  shape,
  string,
} from '../document.ts'

const field = shape({
  name: element(string, 'The field, or a metadata key.'),
  value: list(string, 'A text that the field contains, in any case; with `*`, a pattern of the whole field.'),
})

const sort = shape({
  field: element(string, 'The field, or a metadata key.'),
  order: maybe(oneOf(['ascending', 'descending']), 'Default: ascending.'),
})

const operator = shape({
  operation: maybeAttribute(
    oneOf(['AND', 'OR', 'NOT']),
    'Whether all of the fields match (default), any, or none.',
  ),
  field: list(field, 'Fields that are combined. Of several values of one field, any matches.', {
    empty: 'omit',
  }),
})

const search = {
  sort: list(sort, 'The order. Default: by name.', { empty: 'omit' }),
  field: list(field, 'All of these match. Of several values of one field, any does.', { empty: 'omit' }),
  operator: maybe(operator, 'Fields that are combined otherwise.'),
}

export const UserSearchDocument = document('UserSearchDocument', search, {
  description: 'A search of users. The fields are `username`, `realname`, `alias` and metadata keys.',
})
export type UserSearchDocument = DocumentOf<typeof UserSearchDocument>

export const GroupSearchDocument = document('GroupSearchDocument', search, {
  description: 'A search of groups. The fields are `groupname`, `description` and metadata keys.',
})
export type GroupSearchDocument = DocumentOf<typeof GroupSearchDocument>
