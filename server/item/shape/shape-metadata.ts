/** The metadata of shapes and components, and what analyses found in a shape. */
import { BulkyMetadataDocument } from '../../../schema/documents/bulky-metadata.ts'
import { siteId } from '../../../schema/ids.ts'
import { readBulky } from '../../../schema/queries/media/shapes/bulky-metadata.ts'
import { Component, ShapeRow } from '../../../schema/tables/shape.ts'
import { notFound } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { keyValueOperations } from '../../storage/key-values.ts'
import { componentAt, shapeAt } from './find-shape.ts'

const path = '/item/:itemId/shape/:shapeId'
const roles = { read: '_item_shape_read', write: '_item_shape_write' } as const

const bulky = { method: 'GET', role: roles.read, produces: BulkyMetadataDocument } as const

const listBulky = operation({
  title: 'List the bulky metadata of a shape',
  description: 'What analyses found in it.',
  ...bulky,
  path: `${path}/metadata/bulky`,
}).answer(async ({ path: given, em }) => {
  const { id } = await shapeAt(em, given)
  return { field: await readBulky(em, id), id: siteId(id) }
})

const retrieveBulky = operation({
  title: 'Retrieve the bulky metadata of a shape by key',
  ...bulky,
  path: `${path}/metadata/bulky/:key`,
}).answer(async ({ path: given, em }) => {
  const { id } = await shapeAt(em, given)
  const field = await readBulky(em, id, given.key)
  if (field.length === 0) throw notFound('bulky-metadata', given.key)
  return { field, id: siteId(id) }
})

export const SHAPE_METADATA: readonly Operation[] = [
  listBulky,
  retrieveBulky,
  ...keyValueOperations({
    ...{ of: 'a shape', path, ...roles },
    async find({ em, path: given }) {
      const { id } = await shapeAt(em, given as never)
      const row = await em.findOne(ShapeRow, { id })
      // It may be deleted meanwhile.
      if (!row) throw notFound('shape', siteId(id))
      return row
    },
  }),
  ...keyValueOperations({
    ...{ of: 'a component', path: `${path}/component/:componentId`, ...roles },
    async find({ em, path: given }) {
      const { component } = await componentAt(em, given as never)
      const row = await em.findOne(Component, { id: component.id })
      if (!row) throw notFound('component', siteId(component.id))
      return row
    },
  }),
]
