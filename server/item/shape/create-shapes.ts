/**
 * Creates shapes without essence: empty ones, and placeholders for components to come (wire-media.md §3.4).
 */

import type { EntityManager } from '@mikro-orm/postgresql'
import { ShapeDocument } from '../../../schema/documents/shape.ts'
import { SimpleMetadataDocument } from '../../../schema/documents/simple-metadata.ts'
import { serialOf, siteId } from '../../../schema/ids.ts'
import type { ComponentKind } from '../../../schema/media.ts'
import { keyValuesOf } from '../../../schema/metadata/key-values.ts'
import { lockItem } from '../../../schema/queries/media/items/item-rows.ts'
import { indexItem, setFacts } from '../../../schema/queries/media/items/write-item.ts'
import { usesOfFiles } from '../../../schema/queries/media/items-of-files.ts'
import { readShapes } from '../../../schema/queries/media/shapes/read-shapes.ts'
import {
  addFilesOfComponents,
  addToShape,
  createShape,
  expectComponents,
  type NewShape,
} from '../../../schema/queries/media/shapes/write-shapes.ts'
import { componentsOf, type FilesOfComponent, filesOfComponents } from '../../../schema/shapes/components.ts'
import { factsOfEssence } from '../../../schema/shapes/facts-of-essence.ts'
import { File } from '../../../schema/tables/file.ts'
import { invalidInput, notFound } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean, integerFrom, list } from '../../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../../http/request/parameters.ts'
import { changeItem } from '../change-item.ts'
import { shapeAt } from './find-shape.ts'

const path = '/item/:itemId/shape'
const write = '_item_shape_write'

const createAShape = operation({
  title: 'Create a shape',
  description:
    'Of what the document says: tags, MIME types, components with the files that their ids name, and metadata. Nothing ' +
    'is read from the files. A file that another shape has is refused with 400. The answer has no time.',
  ...{ method: 'POST', path: `${path}/create`, role: write },
  query: {
    tag: parameter(list, [], 'More tags.'),
    updateItemMetadata: parameter(
      boolean,
      false,
      'Whether the item gets what the components tell, such as `durationTimeCode`.',
    ),
  },
  ...{ accepts: ShapeDocument, produces: ShapeDocument },
}).answer(async ({ path: { itemId }, query, body = {}, em }) => {
  const wanted = newShapeOf(body, query.tag)
  const id = await changeItem(em, itemId, async (tx, item) => {
    const made = await createShape(tx, { ...wanted, itemId: item.id })
    await attachFiles(tx, made, filesOfComponents(body))
    if (query.updateItemMetadata) await setFacts(tx, item.id, { ...item.facts, ...factsOfEssence(body) })
    return made
  })
  const [shape] = await readShapes(em, [id])
  return {
    ...{ id: siteId(id), essenceVersion: shape?.essenceVersion ?? 0, tag: shape?.tags ?? [] },
    ...(shape?.uuid && { uuid: shape.uuid }),
  }
})

function newShapeOf(body: Partial<ShapeDocument>, tags: readonly string[]): Omit<NewShape, 'itemId'> {
  return {
    tags: [...new Set([...(body.tag ?? []), ...tags])],
    mimeTypes: body.mimeType ?? [],
    ...(body.essenceVersion !== undefined && { essenceVersion: versionIn(body.essenceVersion) }),
    ...(body.uuid !== undefined && { uuid: body.uuid }),
    metadata: keyValuesOf(body.metadata?.field ?? []),
    components: componentsOf(body),
  }
}

/** Throws `notFound` for an unknown file, and `invalidInput` for one that another shape has. */
async function attachFiles(
  tx: EntityManager,
  shapeId: number,
  components: readonly FilesOfComponent[],
): Promise<void> {
  if (components.length === 0) return
  const found = components.map((one) => ({ ...one, files: one.files.map(serialIn) }))
  const ids = [...new Set(found.flatMap(({ files }) => files))]
  const known = new Set((await tx.find(File, { id: { $in: ids } })).map(({ id }) => id))
  for (const id of ids) if (!known.has(id)) throw notFound('File', siteId(id))
  const [other] = await usesOfFiles(tx, ids)
  if (other)
    throw invalidInput(
      'fileId',
      `the file belongs to an item [${siteId(other.itemId)}]`,
      siteId(other.fileId),
    )
  await addFilesOfComponents(tx, shapeId, found)
}

function serialIn(id: string | undefined): number {
  if (id === undefined) throw invalidInput('ShapeDocument.file.id', 'missing: the id of a file of a storage')
  const serial = serialOf(id)
  if (serial === undefined) throw notFound('File', id)
  return serial
}

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

const addPlaceholders = operation({
  title: 'Add placeholder components to a shape',
  description:
    'Components that are to come besides those that the shape has or expects. It is a placeholder until an import has brought ' +
    'them: `POST /import/placeholder/{itemId}/audio?shapeId=`. The answer is its id.',
  ...{ method: 'POST', path: `${path}/:shapeId/component/placeholder`, role: write, query: EXPECTED },
  ...{ produces: ShapeDocument, plain: ({ id = '' }: ShapeDocument) => id },
}).answer(async ({ path: given, query, em }) => {
  const added = Object.entries(expectedOf(query))
  if (added.length === 0) throw invalidInput('container', 'expected the number of at least one kind', '0')
  const id = await changeItem(em, given.itemId, async (tx, item) => {
    // Two requests at once must not count from the same number.
    await lockItem(tx, item.id)
    const shape = await shapeAt(tx, given)
    const expected: Record<string, number> = { ...(shape.expected ?? countsOf(shape.components)) }
    for (const [kind, more] of added) expected[kind] = (expected[kind] ?? 0) + more
    await expectComponents(tx, shape.id, { expected, metadata: {} })
    await indexItem(tx, item.id)
    return shape.id
  })
  return { id: siteId(id) }
})

/** How many there are of each kind. Pure. */
function countsOf(components: readonly { readonly kind: ComponentKind }[]) {
  const kinds = Map.groupBy(components, ({ kind }) => kind)
  return Object.fromEntries([...kinds].map(([kind, of]) => [kind, of.length]))
}

export const NEW_SHAPES: readonly Operation[] = [
  createAShape,
  createAPlaceholder,
  changeAPlaceholder,
  addPlaceholders,
]

function expectedOf(query: ValuesOf<typeof EXPECTED>): Readonly<Partial<Record<ComponentKind, number>>> {
  const kinds = ['container', 'video', 'audio', 'binary', 'subtitle'] as const
  return Object.fromEntries(kinds.flatMap((kind) => (query[kind] > 0 ? [[kind, query[kind]]] : [])))
}
