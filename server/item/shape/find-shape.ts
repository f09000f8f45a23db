/** Finds the shape and the component that a path names. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf } from '../../../schema/ids.ts'
import {
  type ComponentRow,
  readShapes,
  type ShapeParts,
} from '../../../schema/queries/media/shapes/read-shapes.ts'
import { notFound } from '../../http/answer/fault.ts'
import { findItem } from '../find-item.ts'

export interface ShapePath {
  readonly itemId: string
  readonly shapeId: string
}

/** Throws `notFound` for an unknown item, or a shape that is not one of its own. */
export async function shapeAt(em: EntityManager, { itemId, shapeId }: ShapePath): Promise<ShapeParts> {
  const { id } = await findItem(em, itemId)
  const serial = serialOf(shapeId)
  const [found] = serial === undefined ? [] : await readShapes(em, [serial])
  if (found?.itemId !== id) throw notFound('shape', shapeId)
  return found
}

/** Throws `notFound`. */
export async function componentAt(
  em: EntityManager,
  path: ShapePath & { readonly componentId: string },
): Promise<{ readonly shape: ShapeParts; readonly component: ComponentRow }> {
  const shape = await shapeAt(em, path)
  const component = shape.components.find(({ id }) => id === serialOf(path.componentId))
  if (!component) throw notFound('component', path.componentId)
  return { shape, component }
}
