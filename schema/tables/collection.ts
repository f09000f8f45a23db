/** The table of collections. */

import { defineEntity, p } from '@mikro-orm/core'
import type { Timespan } from '../media.ts'

/** A list of items and other collections. */
const CollectionSchema = defineEntity({
  name: 'Collection',
  tableName: 'collection',
  properties: {
    id: p.integer().primary().autoincrement(),
    name: p.text().nullable(),
    created: p.datetime().defaultRaw('callsheet.now()'),
    user: p.text().fieldName('user_name'),
    metadata: p.json<readonly Timespan[]>(),
    revision: p.array((id) => Number(id)).columnType('integer[]'),
  },
})

export class Collection extends CollectionSchema.class {}
CollectionSchema.setClass(Collection)
