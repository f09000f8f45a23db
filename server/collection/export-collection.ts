/** Exports the files of all items in a collection, by one job (wire-media.md §5.3). */
import { JobDocument } from '../../schema/documents/job.ts'
import { siteId } from '../../schema/ids.ts'
import { itemsOfCollection } from '../../schema/queries/media/collections.ts'
import { readItems } from '../../schema/queries/media/items/item-rows.ts'
import { shapesOfItems } from '../../schema/queries/media/shapes/read-shapes.ts'
import { invalidInput, notFound } from '../http/answer/fault.ts'
import { type Operation, operation } from '../http/operation.ts'
import { startWith } from '../import/job-parameters.ts'
import {
  destinationsOf,
  EXPORT_PARAMETERS,
  type ExportedFile,
  exportMetadata,
  filesFor,
  refuseLacking,
  taggedShapes,
} from '../item/job/export.ts'
import { collectionAt } from './find-collection.ts'

/** As many as the metadata of an EXPORT job take. */
const MOST_FILES = 51

const exportCollection = operation({
  ...{ title: 'Export a collection', method: 'POST', path: '/collection/:collectionId/export' },
  description: `Exports the items of the collection, and of those in it, to a folder: at most ${MOST_FILES} files. With \`allowMissing=true\`, items without such a shape are left out.`,
  role: '_export',
  query: EXPORT_PARAMETERS,
  ...{ produces: JobDocument, plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async (given) => {
  const { em, path, query, tools } = given
  refuseLacking(query)
  if (query.metadata) throw invalidInput('metadata', 'metadata are only written beside single items', 'true')
  const { uris, tags } = await destinationsOf(em, query)
  const noFolder = uris.find((uri) => !uri.endsWith('/'))
  if (noFolder !== undefined) throw invalidInput('uri', 'expected a folder, ending with a slash', noFolder)
  const { id } = await collectionAt(em, path.collectionId)
  const { ids } = await itemsOfCollection(em, id, { deep: true, offset: 0, limit: MOST_FILES + 1 })
  const shapes = await shapesOfItems(em, ids)
  const files: ExportedFile[] = []
  for (const item of await readItems(em, ids)) {
    const own = shapes.filter(({ itemId }) => itemId === item.id)
    const wanted = tags.length > 0 ? tags : ['original']
    if (query.allowMissing && !own.some((shape) => shape.tags.some((tag) => wanted.includes(tag)))) continue
    const chosen = await taggedShapes({ em, tools, query: { ...query, tag: wanted } }, own)
    for (const uri of uris) files.push(...filesFor(chosen, { ...query, uri, item, shapes: own }))
  }
  refuseUnfit(files, path.collectionId)
  return startWith(given, 'EXPORT', async () => ({
    collectionId: siteId(id),
    ...exportMetadata(files),
  }))
})

function refuseUnfit(files: readonly ExportedFile[], collection: string): void {
  if (files.length === 0) throw notFound('shape', collection)
  const most = `expected at most ${MOST_FILES} files, got more`
  if (files.length > MOST_FILES) throw invalidInput('collection', most, collection)
  const names = files.map(({ sourceUri, destinationUri }) =>
    destinationUri.endsWith('/')
      ? `${destinationUri}${sourceUri.slice(sourceUri.lastIndexOf('/') + 1)}`
      : destinationUri,
  )
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw invalidInput('collection', 'two items have files of this name', twice)
}

export const COLLECTION_EXPORTS: readonly Operation[] = [exportCollection]
