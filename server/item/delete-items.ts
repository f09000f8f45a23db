/** Deletes one item, or several. */
import { serialOf } from '../../schema/ids.ts'
import { deleteItems, type KeptFiles } from '../../schema/queries/media/items/delete-items.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { notFound } from '../http/answer/fault.ts'
import { type Operation, operation } from '../http/operation.ts'
import { list, someOf } from '../http/request/parameter-kinds.ts'
import { filled, parameter, required, type ValuesOf } from '../http/request/parameters.ts'
import { findItem, serialsOfItems } from './find-item.ts'

const KEEP = {
  keepShapeTagMedia: parameter(list, [], 'Keep the files of shapes with these tags; `*` keeps all files.'),
  keepShapeTagStorage: parameter(
    list,
    [],
    'Keep the files on these storages; `*` keeps all files. With both: the files that both keep.',
  ),
} as const

const description =
  'It is gone at once, with its shapes and metadata. Its files become TO_BE_DELETED and are removed, except those that are ' +
  'kept and those that another item has.'

const deleteAnItem = operation({
  ...{ title: 'Delete an item', method: 'DELETE', path: '/item/:itemId', role: '_item_write' },
  description,
  query: filled(KEEP),
}).answer(async ({ path: { itemId }, query, em }) => {
  const { id } = await findItem(em, itemId)
  const gone = await transaction(em.fork(), (tx) => deleteItems(tx, [id], keptFiles(query)))
  if (gone.length === 0) throw notFound('Item', itemId)
  return undefined
})

const deleteManyItems = operation({
  ...{ title: 'Delete items', method: 'DELETE', path: '/item', role: '_item_write' },
  description: `${description} Items that do not exist are skipped.`,
  strict: true,
  query: { id: required(someOf, 'The items, separated by commas.'), ...filled(KEEP) },
}).answer(async ({ query, em }) => {
  const ids = await serialsOfItems(em, query.id)
  await transaction(em.fork(), (tx) => deleteItems(tx, ids, keptFiles(query)))
  return undefined
})

export const DELETIONS: readonly Operation[] = [deleteAnItem, deleteManyItems]

function keptFiles({ keepShapeTagMedia, keepShapeTagStorage }: ValuesOf<typeof KEEP>): KeptFiles {
  const all = keepShapeTagStorage.includes('*')
  return {
    tags: keepShapeTagMedia,
    storages: all ? '*' : keepShapeTagStorage.map((id) => serialOf(id) ?? 0),
  }
}
