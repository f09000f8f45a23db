/** Describes the ImportSettingsDocument (wire-media.md §3.7). */

import {
  boolean,
  type DocumentOf,
  document,
  list,
  maybe,
  maybeAttribute,
  shape,
  string,
} from '../document.ts'

const access = shape({
  loc: maybe(string, 'What grants it.'),
  grantor: maybe(string, 'Who grants it.'),
  recursive: maybe(boolean, 'Whether it extends to what is in it.'),
  permission: maybe(string, '`READ`, `WRITE`, `ALL` or `NONE`.'),
  priority: maybe(string, 'Which of several counts.'),
  group: maybe(string, 'The group that it is for.'),
  user: maybe(string, 'The user that it is for.'),
  id: maybeAttribute(string, 'Its id.'),
})

export const ImportSettingsDocument = document(
  'ImportSettingsDocument',
  {
    id: maybe(string, 'The id of the settings; ignored in a request.'),
    access: list(
      access,
      'Access controls for imported items. They are kept and given back: items here have none.',
    ),
  },
  { description: 'Settings that imports name by `settings`.' },
)
export type ImportSettingsDocument = DocumentOf<typeof ImportSettingsDocument>
