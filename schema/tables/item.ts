/** The table of items. */

import { defineEntity, p } from '@mikro-orm/core'
import type { Facts, Timespan } from '../media.ts'

/** What an import makes of a file: shapes of the same content, with metadata. */
const ItemSchema = defineEntity({
  name: 'Item',
  tableName: 'item',
  properties: {
    id: p.integer().primary().autoincrement(),
    created: p.datetime().defaultRaw('callsheet.now()'),
    user: p.text().fieldName('user_name'),
    fieldGroup: p.array().fieldName('field_group'),
    metadata: p.json<readonly Timespan[]>(),
    /** The ids of the changes that its metadata come from. */
    revision: p.array((id) => Number(id)).columnType('integer[]'),
    /** What its essence tells, by field: mediaType, durationSeconds … */
    facts: p.json<Facts>(),
    modified: p.datetime().defaultRaw('callsheet.now()'),
  },
})

export class Item extends ItemSchema.class {}
ItemSchema.setClass(Item)
