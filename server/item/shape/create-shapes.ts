/**
 * Creates shapes without essence: empty ones, and placeholders for components to come (wire-media.md §3.4).
 */

import { ShapeDocument } from '../../../schema/documents/shape.ts'
import { SimpleMetadataDocument } from '../../../schema/documents/simple-metadata.ts'
import { siteId } from '../../../schema/ids.ts'
import type { ComponentKind } from '../../../schema/media.ts'
import { keyValuesOf } from '../../../schema/metadata/key-values.ts'
import { readShapes } from '../../../schema/queries/media/shapes/read-shapes.ts'
import {
  addToShape,
  createShape,
  expectComponents,
} from '../../../schema/queries/media/shapes/write-shapes.ts'
import { componentsOf } from '../../../schema/shapes/components.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { integerFrom, list } from '../../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../../http/request/parameters.ts'
import { changeItem } from '../change-item.ts'
import { shapeAt } from './find-shape.ts'

const path = '/item/:itemId/shape'
const write = '_item_shape_write'

const createAShape = operation({
  title: 'Create a shape',
  description:
    'Of what the document says: tags, MIME types, components and metadata. Ids and files in it are not read. The answer ' +
    'has no time.',
  ...{ method: 'POST', path: `${path}/create`, role: write },
  ...{ accepts: ShapeDocument, produces: ShapeDocument },
}).answer(async ({ path: { itemId }, body = {}, em }) => {
  const id = await changeItem(em, itemId, (tx, item) =>
    createShape(tx, {
      itemId: item.id,
      tags: body.tag ?? [],
      mimeTypes: body.mimeType ?? [],
      ...(body.essenceVersion !== undefined && { essenceVersion: versionIn(body.essenceVersion) }),
      ...(body.uuid !== undefined && { uuid: body.uuid }),
      metadata: keyValuesOf(body.metadata?.field ?? []),
      components: componentsOf(body),
    }),
  )
  const [shape] = await readShapes(em, [id])
  return {
    ...{ id: siteId(id), essenceVersion: shape?.essenceVersion ?? 0, tag: shape?.tags ?? [] },
    ...(shape?.uuid && { uuid: shape.uuid }),
  }
})

/** A column of PostgreSQL holds no larger one. */
function versionIn(version: number): number {
  if (version >= 0 && version <= 2_147_483_646) return version
  throw invalidInput('ShapeDocument.essenceVersion', 'expected a number from 0', String(version))
}

const count = integerFrom(0, 1_000)
const EXPECTED = {
  container: parameter(count, 0, 'How many containers are to come.'),
  video: parameter(count, 0, 'How many video components are to come.'),
  audio: parameter(count, 0, 'How many audio components are to come.'),
  binary: parameter(count, 0, 'How many binary components are to come.'),
  subtitle: parameter(count, 0, 'How many subtitle components are to come.'),
} as const

const createAPlaceholder = operation({
  title: 'Create a placeholder shape',
  description: 'The answer is its id. Lists of shapes leave it out until its components have come.',
  ...{ method: 'POST', path: `${path}/placeholder`, role: write, accepts: SimpleMetadataDocument },
  query: { ...EXPECTED, tag: parameter(list, [], 'Its tags.') },
  produces: ShapeDocument,
  plain: ({ id = '' }) => id,
}).answer(async ({ path: { itemId }, query, body, em }) => {
  const metadata = keyValuesOf(body?.field ?? [])
  const id = await changeItem(em, itemId, (tx, item) =>
    createShape(tx, { itemId: item.id, tags: query.tag, expected: expectedOf(query), metadata }),
  )
  return { id: siteId(id) }
})

const changeAPlaceholder = operation({
  title: 'Change a placeholder shape',
  description:
    'How many components are to come, its tags and metadata. Refused with 400 for a shape that is none.',
  ...{ method: 'PUT', path: `${path}/:shapeId/placeholder`, role: write, accepts: SimpleMetadataDocument },
  query: { ...EXPECTED, tag: parameter(list, [], 'Tags to add.') },
}).answer(async ({ path: given, query, body, em }) => {
  const { id, expected } = await shapeAt(em, given)
  if (expected === null) throw invalidInput('shape', 'expected a placeholder', siteId(id))
  const metadata = keyValuesOf(body?.field ?? [])
  await changeItem(em, given.itemId, async (tx) => {
    await expectComponents(tx, id, { expected: expectedOf(query), metadata })
    for (const tag of query.tag) await addToShape(tx, id, 'tags', tag)
  })
  return undefined
})

export const NEW_SHAPES: readonly Operation[] = [createAShape, createAPlaceholder, changeAPlaceholder]

function expectedOf(query: ValuesOf<typeof EXPECTED>): Readonly<Partial<Record<ComponentKind, number>>> {
  const kinds = ['container', 'video', 'audio', 'binary', 'subtitle'] as const
  return Object.fromEntries(kinds.flatMap((kind) => (query[kind] > 0 ? [[kind, query[kind]]] : [])))
}
