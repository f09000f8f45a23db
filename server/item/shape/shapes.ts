/** Lists, reads and deletes the shapes of an item (wire-media.md §4.1). */
import { FileListDocument } from '../../../schema/documents/file.ts'
import { ShapeDocument } from '../../../schema/documents/shape.ts'
import { URIListDocument } from '../../../schema/documents/uri-list.ts'
import { siteId } from '../../../schema/ids.ts'
import { type ShapeParts, shapesOfItems } from '../../../schema/queries/media/shapes/read-shapes.ts'
import { removeShapes } from '../../../schema/queries/media/shapes/write-shapes.ts'
import { chosenShapes, type ShapesWanted } from '../../../schema/shapes/choose.ts'
import { fileDocument } from '../../../schema/shapes/file-document.ts'
import { filesOfShape, shapeDocument } from '../../../schema/shapes/shape-document.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean, type Kind } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { linksFor } from '../../storage/file/links.ts'
import { changeItem } from '../change-item.ts'
import { findItem } from '../find-item.ts'
import { fileView, METHOD_PARAMETERS, TAG, URI_PARAMETERS, version } from '../request/content-parameters.ts'
import { shapeAt } from './find-shape.ts'

const path = '/item/:itemId/shape'
const one = `${path}/:shapeId` as const
const plain = ({ uri }: URIListDocument) => uri

const placeholder: Kind<NonNullable<ShapesWanted['placeholders']>> = {
  name: 'oneOf',
  expected: 'one of false, true, all',
  values: ['false', 'true', 'all'],
  read: ([text = '']) => {
    const word = text.trim().toLowerCase()
    if (word === 'all') return { value: 'too' }
    if (word === 'true') return { value: 'only' }
    return word === 'false' ? { value: 'none' } : { wrong: text }
  },
}

const URL_OPTION = { url: parameter(boolean, false, 'Whether to answer with URLs rather than ids.') } as const

const listShapes = operation({
  title: 'List the shapes of an item',
  ...{ method: 'GET', path, role: '_item_shape_read', produces: URIListDocument, plain },
  query: {
    version: parameter(version, 'latest', 'The version of the essence.'),
    tag: TAG,
    placeholder: parameter(
      placeholder,
      undefined,
      'Shapes that are still to come: none (false, default), nothing else (true), or all shapes.',
    ),
    ...URL_OPTION,
  },
}).answer(async ({ path: { itemId }, query, em, baseUrl }) => {
  const { id } = await findItem(em, itemId)
  const wanted: ShapesWanted = {
    version: query.version,
    tags: query.tag,
    placeholders: query.placeholder ?? 'none',
  }
  const shapes = chosenShapes(await shapesOfItems(em, [id]), wanted)
  return { uri: shapes.map((shape) => named(shape, query.url ? baseUrl : undefined)) }
})

const retrieveAShape = operation({
  title: 'Retrieve a shape',
  ...{
    method: 'GET',
    path: one,
    role: '_item_shape_read',
    query: METHOD_PARAMETERS,
    produces: ShapeDocument,
  },
}).answer(async ({ path: given, query, em, baseUrl }) =>
  shapeDocument(await shapeAt(em, given), fileView(query, await linksFor({ em, baseUrl }, query))),
)

const deletion = {
  keepFiles: parameter(boolean, false, 'Whether to keep the files. Otherwise they become TO_BE_DELETED.'),
} as const

const deleteAShape = operation({
  title: 'Delete a shape',
  description: 'Answers with the shapes that remain. Files that another shape has are kept.',
  ...{ method: 'DELETE', path: one, role: '_item_shape_write', produces: URIListDocument, plain },
  query: { ...deletion, ...URL_OPTION },
}).answer(async ({ path: given, query: { keepFiles, url }, em, baseUrl }) => {
  const { id, itemId } = await shapeAt(em, given)
  await changeItem(em, given.itemId, (tx) => removeShapes(tx, [id], { keepFiles }))
  const left = chosenShapes(await shapesOfItems(em, [itemId]), { version: 'all' })
  return { uri: left.map((shape) => named(shape, url ? baseUrl : undefined)) }
})

const deleteAllShapes = operation({
  title: 'Delete the shapes of an item',
  ...{ method: 'DELETE', path, role: '_item_shape_write', query: deletion, emptyStatus: 204 },
}).answer(async ({ path: { itemId }, query, em }) => {
  const { id } = await findItem(em, itemId)
  const shapes = await shapesOfItems(em, [id])
  const ids = shapes.map((shape) => shape.id)
  await changeItem(em, itemId, (tx) => removeShapes(tx, ids, query))
  return undefined
})

const listFiles = operation({
  title: 'List the files of a shape',
  ...{ method: 'GET', path: `${one}/file`, role: '_item_shape_read', produces: FileListDocument },
  query: { ...METHOD_PARAMETERS, closedFiles: URI_PARAMETERS.closedFiles },
  plain: ({ file }) => file.map(({ id = '' }) => id),
}).answer(async ({ path: given, query, em, baseUrl }) => {
  const view = fileView(query, await linksFor({ em, baseUrl }, query))
  const files = filesOfShape(await shapeAt(em, given), view)
  return { hits: files.length, file: files.map((file) => fileDocument(file, view)) }
})

export const SHAPES: readonly Operation[] = [
  listShapes,
  retrieveAShape,
  deleteAShape,
  deleteAllShapes,
  listFiles,
]

function named({ id, itemId }: ShapeParts, baseUrl: string | undefined): string {
  return baseUrl === undefined ? siteId(id) : `${baseUrl}/item/${siteId(itemId)}/shape/${siteId(id)}`
}
