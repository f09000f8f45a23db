/** The tables of shapes and their components. */

import { defineEntity, p } from '@mikro-orm/core'
import type { ComponentKind, KeyValues } from '../media.ts'

/** One form of an item: the original, a proxy. */
const ShapeSchema = defineEntity({
  name: 'ShapeRow',
  tableName: 'shape',
  properties: {
    id: p.integer().primary().autoincrement(),
    itemId: p.integer().fieldName('item_id'),
    created: p.datetime().defaultRaw('callsheet.now()'),
    essenceVersion: p.integer().fieldName('essence_version'),
    /** The tag it was made for first. */
    tags: p.array(),
    mimeTypes: p.array().fieldName('mime_types'),
    uuid: p.text().nullable(),
    /** How many components of each kind are still to come; null: not a placeholder. */
    expected: p.json<Readonly<Partial<Record<ComponentKind, number>>>>().nullable(),
    metadata: p.json<KeyValues>(),
    /** What analyses found. */
    bulky: p.json<Readonly<Record<string, unknown>>>(),
  },
})

export class ShapeRow extends ShapeSchema.class {}
ShapeSchema.setClass(ShapeRow)

/** A container, a stream, or a file that is neither. */
const ComponentSchema = defineEntity({
  name: 'Component',
  tableName: 'component',
  properties: {
    id: p.integer().primary().autoincrement(),
    shapeId: p.integer().fieldName('shape_id'),
    kind: p.string().$type<ComponentKind>().columnType('text'),
    position: p.smallint(),
    /** The technical members of its document. */
    facts: p.json<Readonly<Record<string, unknown>>>(),
    metadata: p.json<KeyValues>(),
  },
})

export class Component extends ComponentSchema.class {}
ComponentSchema.setClass(Component)
