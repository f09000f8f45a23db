/** The versions of the essence of an item (wire-media.md §4.1). */
import {
  EssenceVersionDocument,
  EssenceVersionListDocument,
} from '../../../schema/documents/essence-version.ts'
import { ShapeDocument } from '../../../schema/documents/shape.ts'
import { siteId } from '../../../schema/ids.ts'
import {
  readShapes,
  type ShapeParts,
  shapesOfItems,
} from '../../../schema/queries/media/shapes/read-shapes.ts'
import { removeShapes, setEssenceVersion } from '../../../schema/queries/media/shapes/write-shapes.ts'
import { latestOf } from '../../../schema/shapes/choose.ts'
import { shapeDocument } from '../../../schema/shapes/shape-document.ts'
import { notFound } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { changeItem } from '../change-item.ts'
import { findItem } from '../find-item.ts'
import { type ShapePath, shapeAt } from './find-shape.ts'

const path = '/item/:itemId/shape/version'
const one = `${path}/:version` as const
const ofShape = '/item/:itemId/shape/:shapeId/version'
const [read, write] = ['_item_shape_read', '_item_shape_write'] as const

const listVersions = operation({
  title: 'List the versions of the essence of an item',
  ...{ method: 'GET', path, role: read, produces: EssenceVersionListDocument },
}).answer(async ({ path: { itemId }, em, baseUrl }) => {
  const { id } = await findItem(em, itemId)
  const byVersion = Map.groupBy(await shapesOfItems(em, [id]), ({ essenceVersion }) => essenceVersion)
  const versions = [...byVersion].toSorted(([left], [right]) => left - right)
  return {
    version: versions.map(([version, shapes]) => ({
      id: version,
      uri: `${baseUrl}/item/${siteId(id)}/shape/version/${version}`,
      ...createdOf(shapes),
    })),
  }
})

const retrieveAVersion = operation({
  title: 'Retrieve a version of the essence of an item',
  ...{ method: 'GET', path: one, role: read, produces: EssenceVersionDocument },
}).answer(async ({ path: given, em }) => {
  const shapes = await shapesOfVersion(em, given)
  return { ...createdOf(shapes), shape: shapes.map((shape) => shapeDocument(shape)) }
})

const deleteAVersion = operation({
  title: 'Delete a version of the essence of an item',
  description: 'Its shapes, whose files become TO_BE_DELETED.',
  ...{ method: 'DELETE', path: one, role: write },
}).answer(async ({ path: given, em }) => {
  const ids = (await shapesOfVersion(em, given)).map(({ id }) => id)
  await changeItem(em, given.itemId, (tx) => removeShapes(tx, ids))
  return undefined
})

const makeAVersion = operation({
  title: 'Make a new version of the essence of a shape',
  description: 'The shape then belongs to the version after the latest one.',
  ...{ method: 'POST', path: ofShape, role: write, produces: ShapeDocument },
}).answer(async ({ path: given, em }) => {
  const { itemId } = await shapeAt(em, given)
  return inVersion(em, given, latestOf(await shapesOfItems(em, [itemId])) + 1)
})

const moveToAVersion = operation({
  title: 'Move a shape to a version of the essence',
  ...{ method: 'PUT', path: `${ofShape}/:version`, role: write, produces: ShapeDocument },
}).answer(({ path: given, em }) => inVersion(em, given, versionIn(given.version)))

export const VERSIONS: readonly Operation[] = [
  listVersions,
  retrieveAVersion,
  deleteAVersion,
  makeAVersion,
  moveToAVersion,
]

async function inVersion(em: Context['em'], path: ShapePath, version: number): Promise<ShapeDocument> {
  const { id } = await shapeAt(em, path)
  await setEssenceVersion(em, id, version)
  const [shape] = await readShapes(em, [id])
  if (!shape) throw notFound('shape', path.shapeId)
  return shapeDocument(shape)
}

/** Throws `notFound` for a version without shapes. */
async function shapesOfVersion(
  em: Context['em'],
  { itemId, version }: { readonly itemId: string; readonly version: string },
): Promise<readonly ShapeParts[]> {
  const { id } = await findItem(em, itemId)
  const wanted = versionIn(version)
  const shapes = (await shapesOfItems(em, [id])).filter(({ essenceVersion }) => essenceVersion === wanted)
  if (shapes.length === 0) throw notFound('essence-version', version)
  return shapes
}

function versionIn(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw notFound('essence-version', text)
  return Number(text)
}

/** The ids ascend with the time of creation. */
function createdOf([first]: readonly ShapeParts[]) {
  return first ? { created: new Date(first.created) } : {}
}
