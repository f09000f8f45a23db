/** Describes the FileDocument and the FileListDocument (wire-media.md §1.7). */

import {
  anything,
  boolean,
  type DocumentOf,
  dateTime,
  document,
  integer,
  list,
  maybe,
  maybeList,
  oneOf,
  shape,
  string,
} from '../document.ts'
import { FILE_STATES } from '../media.ts'
import { simpleMetadata } from './media-parts.ts'

const itemOfFile = shape({
  id: maybe(string, 'The item.'),
  shape: maybeList(
    shape({
      id: maybe(string, 'The shape.'),
      component: maybeList(shape({ id: maybe(string, 'The component.') }), 'Its components with the file.', {
        empty: 'omit',
      }),
    }),
    'Its shapes with the file.',
    { empty: 'omit' },
  ),
})

const range = shape({
  start: maybe(integer, 'The first number.'),
  count: maybe(integer, 'How many there are.'),
})

/** Components of shapes repeat these members. */
export const fileFields = {
  id: maybe(string, 'File id, such as `VX-31`.'),
  path: maybe(string, 'Path below the storage, with `/`, not escaped.'),
  uri: maybeList(string, 'One for each method of the storage that matches; none for a lost file.', {
    empty: 'omit',
  }),
  state: maybe(oneOf(FILE_STATES), 'The state of the file.'),
  size: maybe(integer, 'Bytes; -1 if unknown.'),
  hash: maybe(string, 'SHA-1 in hexadecimal; absent until it is known.'),
  timestamp: maybe(dateTime, 'When the file was last checked.'),
  refreshFlag: maybe(integer, 'Always 1.'),
  sequence: maybe(boolean, 'Whether it is a sequence of images.'),
  storage: maybe(string, 'The storage.'),
  storageDefinition: maybe(anything, 'The storage as a document, if requested.'),
  item: maybeList(itemOfFile, 'The items with the file, if requested.', { empty: 'omit' }),
  metadata: maybe(simpleMetadata, 'Such as `mtime`, the time of its last change in ms.'),
  range: maybeList(range, 'The numbers of a sequence.', { empty: 'omit' }),
  type: maybe(string, 'The kind of file.'),
} as const

export const FileDocument = document('FileDocument', fileFields, { description: 'A file on a storage.' })
export type FileDocument = DocumentOf<typeof FileDocument>

export const FileListDocument = document(
  'FileListDocument',
  {
    hits: maybe(integer, 'Number of matching files, before paging.'),
    file: list(shape(fileFields), 'The files of this page.', { empty: 'omit' }),
    prefixes: maybe(
      shape({ prefix: maybeList(string, 'A folder.', { empty: 'omit' }) }),
      'The folders, if requested.',
    ),
    nextCursor: maybe(string, 'The cursor of the next page.'),
  },
  { description: 'A page of files.' },
)
export type FileListDocument = DocumentOf<typeof FileListDocument>

export const ImportableFileListDocument = document(
  'ImportableFileListDocument',
  {
    hits: maybe(integer, 'Number of matching files, before paging.'),
    element: list(shape({ file: maybe(shape(fileFields), 'The file.') }), 'The files of this page.', {
      empty: 'omit',
    }),
    prefixes: maybe(
      shape({ prefix: maybeList(string, 'A folder.', { empty: 'omit' }) }),
      'The folders, if requested.',
    ),
    nextCursor: maybe(string, 'The cursor of the next page.'),
  },
  { description: 'A page of files that no item has.' },
)
export type ImportableFileListDocument = DocumentOf<typeof ImportableFileListDocument>
