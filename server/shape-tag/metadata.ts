/** The metadata of a shape tag: keys and values that clients keep with it. */
import { SimpleMetadataDocument } from '../../schema/documents/simple-metadata.ts'
import { changeShapeTagMetadata } from '../../schema/queries/definitions/shape-tags.ts'
import type { KnownTag } from '../../steps/preset/known-tags.ts'
import { notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { shapeTagAt } from './find-shape-tag.ts'

const ALL = '/shape-tag/:tag/metadata'
const ONE = `${ALL}/:key` as const

const read = { method: 'GET', role: '_shape_tag_read' } as const
const write = { method: 'PUT', role: '_shape_tag_write' } as const
const remove = { method: 'DELETE', role: '_shape_tag_write' } as const

export const SHAPE_TAG_METADATA = [
  operation({
    ...{ title: 'Retrieve the metadata of a shape tag', ...read, path: ALL },
    description: 'As text/plain: one line per key, with its value after a tab.',
    produces: SimpleMetadataDocument,
    plain: ({ field }) => field.map(({ key, value }) => [key, value]),
  }).answer(async ({ path, ...context }) => ({ field: (await shapeTagAt(context, path.tag)).metadata })),
  operation({
    ...{ title: 'Update the metadata of a shape tag', ...write, path: ALL, accepts: SimpleMetadataDocument },
    description: 'Sets the given keys; the others stay.',
  }).answer(async ({ path, body, ...context }) => {
    const { name } = await shapeTagAt(context, path.tag)
    const added = body?.field ?? []
    await changeShapeTagMetadata(context.em, name, { gone: added.map(({ key }) => key), added })
    return undefined
  }),
  operation({
    ...{ title: 'Delete the metadata of a shape tag', ...remove, path: ALL },
  }).answer(async ({ path, ...context }) => {
    const { name } = await shapeTagAt(context, path.tag)
    await changeShapeTagMetadata(context.em, name, {})
    return undefined
  }),
  operation({
    ...{ title: 'Retrieve a metadata value of a shape tag', ...read, path: ONE, produces: 'text' },
  }).answer(async ({ path, ...context }) => valueIn(await shapeTagAt(context, path.tag), path.key)),
  operation({
    ...{ title: 'Set a metadata value of a shape tag', ...write, path: ONE, accepts: 'text' },
    description: 'The body is the value; without a body it is empty.',
  }).answer(async ({ path, body: value = '', ...context }) => {
    const { name } = await shapeTagAt(context, path.tag)
    const { key } = path
    await changeShapeTagMetadata(context.em, name, { gone: [key], added: [{ key, value }] })
    return undefined
  }),
  operation({
    ...{ title: 'Delete a metadata value of a shape tag', ...remove, path: ONE },
  }).answer(async ({ path, ...context }) => {
    const tag = await shapeTagAt(context, path.tag)
    valueIn(tag, path.key)
    await changeShapeTagMetadata(context.em, tag.name, { gone: [path.key] })
    return undefined
  }),
]

function valueIn({ metadata }: KnownTag, key: string): string {
  const found = metadata.find((pair) => pair.key === key)
  if (found) return found.value
  throw notFound(
    'metadata',
    key,
    metadata.map((pair) => pair.key),
  )
}
