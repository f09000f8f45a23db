/** What lists of files can be asked for (wire-media.md §1.6). */
import { serialOf } from '../../../schema/ids.ts'
import { FILE_STATES } from '../../../schema/media.ts'
import { pathOnStorage } from '../../../schema/media-uri.ts'
import { FILE_COLUMNS, type FileOrder, type FilesWanted } from '../../../schema/queries/media/files.ts'
import { boolean, integerFrom, type Kind, list, string } from '../../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../../http/request/parameters.ts'
import { serialIn } from '../find-storage.ts'

const MOST = 10_000

/** `size desc,filename`. Unknown columns are ignored, as jobs do. */
const orders: Kind<readonly FileOrder[]> = {
  name: 'list',
  expected: `a comma-separated list of ${FILE_COLUMNS.join(', ')}, each with asc or desc`,
  values: FILE_COLUMNS,
  read: (values) => ({
    value: values
      .flatMap((text) => text.split(','))
      .flatMap((text) => {
        const [column = '', direction = 'asc'] = text.trim().split(/\s+/)
        const by = FILE_COLUMNS.find((one) => one === column)
        return by ? [{ by, isDescending: direction.toLowerCase() === 'desc' }] : []
      }),
  }),
}

export const FILE_LIST = {
  path: parameter(string, '/', 'A file, or a folder with everything below it.'),
  recursive: parameter(boolean, true, 'Everything below the folder rather than only what is directly in it.'),
  wildcard: parameter(
    boolean,
    false,
    'Whether `*` and `?` in the path stand for any text and any character.',
  ),
  ignorecase: parameter(boolean, false, 'Whether upper and lower case are the same in the path.'),
  prefix: parameter(boolean, false, 'Also list the folders that are directly in the folder.'),
  prefixFirst: parameter(integerFrom(0, 2_147_483_647), 0, 'The first of these folders, from 0.'),
  prefixNumber: parameter(integerFrom(0, MOST), 10, 'The most folders to list.'),
  first: parameter(integerFrom(0, 2_147_483_647), 0, 'The first file to list, from 0.', {
    aliases: ['start'],
  }),
  number: parameter(integerFrom(0, MOST), 10, 'The most files to list. 0: only their number.'),
  filter: parameter(string, 'all', '`item`: files of items; `noitem`: files without; any other text: all.'),
  includeItem: parameter(boolean, false, 'Whether to show the items of each file.'),
  excludeQueued: parameter(boolean, false, 'Leave out files that a job is about to import.'),
  sort: parameter(orders, [], 'What to sort by, such as `size desc`. Default: by id.'),
  id: parameter(list, [], 'Only files with these ids.'),
  storage: parameter(list, [], 'Only files on these storages.'),
  state: parameter(list, [], 'Only files in these states.'),
  hash: parameter(list, [], 'Only files with these SHA-1 sums.'),
  count: parameter(boolean, true, 'Whether to count all matching files.'),
  cursor: parameter(
    string,
    undefined,
    '`*`, then the `nextCursor` of the page before: pages that do not shift.',
  ),
  scheme: parameter(list, [], 'Show only URIs with these schemes.'),
} as const

export type FilesAsked = ValuesOf<typeof FILE_LIST>

/** Pure. */
export function filesWanted(query: FilesAsked, storageId: string | undefined): FilesWanted {
  const { path, recursive, wildcard, ignorecase, filter, cursor, number } = query
  const after = cursor === undefined || cursor === '*' ? undefined : serialOf(cursor)
  const states = FILE_STATES.filter((state) => query.state.includes(state))
  const below = wildcard ? path.replace(/^\/+/, '') : pathOnStorage(path)
  const storages =
    storageId === undefined ? query.storage.map((id) => serialOf(id) ?? 0) : [serialIn(storageId)]
  return {
    ...(storages.length > 0 && { storages }),
    ...(query.id.length > 0 && { ids: query.id.map((id) => serialOf(id) ?? 0) }),
    ...(below !== undefined && { path: below }),
    ...{ isFlat: !recursive, hasWildcards: wildcard, ignoresCase: ignorecase, number },
    ...(query.state.length > 0 && { states }),
    ...(query.hash.length > 0 && { hashes: query.hash }),
    ...(filter === 'item' && { ofItems: true }),
    ...(filter === 'noitem' && { ofItems: false }),
    excludeQueued: query.excludeQueued,
    sort: cursor === undefined ? query.sort : [],
    first: cursor === undefined ? query.first : 0,
    ...(cursor !== undefined && { afterId: after ?? 0 }),
  }
}
