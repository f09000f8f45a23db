/** The tags and MIME types of a shape. */
import { URIListDocument } from '../../../schema/documents/uri-list.ts'
import { addToShape, removeFromShape } from '../../../schema/queries/media/shapes/write-shapes.ts'
import { invalidInput, notFound } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { shapeAt } from './find-shape.ts'

const one = '/item/:itemId/shape/:shapeId'
const tag = `${one}/tag/:tag` as const
const mime = `${one}/mime/:mimeType` as const
const plain = ({ uri }: URIListDocument) => uri
const [read, write] = ['_item_shape_read', '_item_shape_write'] as const

const listTags = operation({
  title: 'List the tags of a shape',
  ...{ method: 'GET', path: `${one}/tag`, role: read, produces: URIListDocument, plain },
  query: {
    url: parameter(boolean, false, 'Whether to answer with the URLs of the tags rather than their names.'),
  },
}).answer(async ({ path, query: { url }, em, baseUrl }) => {
  const { tags } = await shapeAt(em, path)
  return { uri: url ? tags.map((one) => `${baseUrl}/shape-tag/${encodeURIComponent(one)}`) : tags }
})

const addATag = operation({
  title: 'Add a tag to a shape',
  description: 'At the end, unless it has it.',
  ...{ method: 'PUT', path: tag, role: write },
}).answer(async ({ path, em }) => {
  if (path.tag.length > LONGEST)
    throw invalidInput('tag', `expected at most ${LONGEST} characters`, path.tag.slice(0, LONGEST))
  await addToShape(em, (await shapeAt(em, path)).id, 'tags', path.tag)
  return undefined
})

/** An entry of the index of tags holds 2.7 KB. */
const LONGEST = 200

const removeATag = operation({
  title: 'Remove a tag of a shape',
  ...{ method: 'DELETE', path: tag, role: write },
}).answer(async ({ path, em }) => {
  const { id } = await shapeAt(em, path)
  if (!(await removeFromShape(em, id, 'tags', path.tag))) throw notFound('shape-tag', path.tag)
  return undefined
})

const listMimeTypes = operation({
  title: 'List the MIME types of a shape',
  ...{ method: 'GET', path: `${one}/mime`, role: read, produces: URIListDocument, plain },
}).answer(async ({ path, em }) => ({ uri: (await shapeAt(em, path)).mimeTypes }))

const addAMimeType = operation({
  title: 'Add a MIME type to a shape',
  description: 'Its slash is encoded in the path: `video%2Fmp4`.',
  ...{ method: 'PUT', path: mime, role: write },
}).answer(async ({ path, em }) => {
  await addToShape(em, (await shapeAt(em, path)).id, 'mime_types', path.mimeType)
  return undefined
})

const removeAMimeType = operation({
  title: 'Remove a MIME type of a shape',
  ...{ method: 'DELETE', path: mime, role: write },
}).answer(async ({ path, em }) => {
  const { id } = await shapeAt(em, path)
  if (!(await removeFromShape(em, id, 'mime_types', path.mimeType))) throw notFound('mime', path.mimeType)
  return undefined
})

export const SHAPE_TAGS_OF_SHAPES: readonly Operation[] = [
  listTags,
  addATag,
  removeATag,
  listMimeTypes,
  addAMimeType,
  removeAMimeType,
]
