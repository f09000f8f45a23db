/** The components of a shape, and their files. */
import { ComponentDocument, ComponentListDocument } from '../../../schema/documents/component.ts'
import { ShapeDocument } from '../../../schema/documents/shape.ts'
import { serialOf, siteId } from '../../../schema/ids.ts'
import { usesOfFiles } from '../../../schema/queries/media/items-of-files.ts'
import { readShapes } from '../../../schema/queries/media/shapes/read-shapes.ts'
import {
  addComponentFile,
  addComponents,
  removeComponent,
  removeComponentFile,
} from '../../../schema/queries/media/shapes/write-shapes.ts'
import { componentOf, shapeDocument } from '../../../schema/shapes/shape-document.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import { File } from '../../../schema/tables/file.ts'
import { invalidInput, notFound } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { componentAt, type ShapePath, shapeAt } from './find-shape.ts'

const all = '/item/:itemId/shape/:shapeId/component'
const one = `${all}/:componentId` as const
const file = `${one}/file/:fileId` as const
const target = 'item/:toItemId/shape/:toShapeId' as const
const [read, write] = ['_item_shape_read', '_item_shape_write'] as const

const listComponents = operation({
  title: 'List the components of a shape',
  ...{ method: 'GET', path: all, role: read, produces: ComponentListDocument },
}).answer(async ({ path, em }) => {
  const shape = await shapeAt(em, path)
  return { component: shape.components.flatMap(({ id }) => componentOf(shape, id) ?? []) as never[] }
})

const retrieveAComponent = operation({
  title: 'Retrieve a component of a shape',
  ...{ method: 'GET', path: one, role: read, produces: ComponentDocument },
}).answer(async ({ path, em }) => shown(em, path))

const deleteAComponent = operation({
  title: 'Delete a component of a shape',
  description: 'Its files stay.',
  ...{ method: 'DELETE', path: one, role: write },
}).answer(async ({ path, em }) => {
  await removeComponent(em, (await componentAt(em, path)).component.id)
  return undefined
})

const addAFile = operation({
  title: 'Add a file to a component',
  description: 'Refused with 400 if a component of another shape has the file, unless `allowReimport`.',
  ...{ method: 'PUT', path: file, role: write, produces: ComponentDocument },
  query: { allowReimport: parameter(boolean, false, 'Whether the file may belong to another shape, too.') },
}).answer(async ({ path, query: { allowReimport }, em }) => {
  const { shape, component } = await componentAt(em, path)
  const id = serialOf(path.fileId)
  if (id === undefined || !(await em.findOne(File, { id }))) throw notFound('File', path.fileId)
  const [other] = (await usesOfFiles(em, [id])).filter(({ shapeId }) => shapeId !== shape.id)
  if (other && !allowReimport)
    throw invalidInput('fileId', `the file belongs to an item [${siteId(other.itemId)}]`, path.fileId)
  await addComponentFile(em, component.id, id)
  return shown(em, path)
})

const removeAFile = operation({
  title: 'Remove a file from a component',
  description: 'The file itself stays.',
  ...{ method: 'DELETE', path: file, role: write },
}).answer(async ({ path, em }) => {
  const { component } = await componentAt(em, path)
  const id = serialOf(path.fileId) ?? 0
  if (!(await removeComponentFile(em, component.id, id))) throw notFound('File', path.fileId)
  return undefined
})

type Target = ShapePath & {
  readonly componentId: string
  readonly toItemId: string
  readonly toShapeId: string
}

const copyAComponent = operation({
  title: 'Copy a component to another shape',
  description: 'With its files, which then belong to both.',
  ...{ method: 'POST', path: `${one}/copy/${target}`, role: write, produces: ShapeDocument },
  query: { keepMetadata: parameter(boolean, false, 'Whether to copy its metadata, too.') },
}).answer(({ path, query: { keepMetadata }, em }) => transferred(em, path, { keepMetadata, moves: false }))

const moveAComponent = operation({
  title: 'Move a component to another shape',
  ...{ method: 'POST', path: `${one}/move/${target}`, role: write, produces: ShapeDocument },
  query: { keepMetadata: parameter(boolean, false, 'Whether it keeps its metadata.') },
}).answer(({ path, query: { keepMetadata }, em }) => transferred(em, path, { keepMetadata, moves: true }))

export const COMPONENTS: readonly Operation[] = [
  listComponents,
  retrieveAComponent,
  deleteAComponent,
  addAFile,
  removeAFile,
  copyAComponent,
  moveAComponent,
]

async function shown(em: Context['em'], path: ShapePath & { readonly componentId: string }) {
  const { shape, component } = await componentAt(em, path)
  return componentOf(shape, component.id) as ComponentDocument
}

/** The shape that has it then. */
async function transferred(
  em: Context['em'],
  path: Target,
  { keepMetadata, moves }: { readonly keepMetadata: boolean; readonly moves: boolean },
): Promise<ShapeDocument> {
  const { component } = await componentAt(em, path)
  const to = await shapeAt(em, { itemId: path.toItemId, shapeId: path.toShapeId })
  const { id, files, metadata, ...parts } = component
  const position = to.components.filter(({ kind }) => kind === component.kind).length
  const added = { ...parts, position, metadata: keepMetadata ? metadata : {} }
  await transaction(em.fork(), async (tx) => {
    await addComponents(
      tx,
      to.id,
      [added],
      files.map((one) => one.id),
    )
    if (moves) await removeComponent(tx, id)
  })
  const [shape] = await readShapes(em, [to.id])
  if (!shape) throw notFound('shape', path.toShapeId)
  return shapeDocument(shape)
}
