/** The table of placements: which steps are assigned to which nodes. */

import { defineEntity, p } from '@mikro-orm/core'

/**
 * Assigns a step to a node, with the slot and GPU memory it holds there. The rows of this table are the
 * ledger.
 */
const PlacementSchema = defineEntity({
  name: 'Placement',
  tableName: 'placement',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    stepId: p.integer().fieldName('step_id'),
    jobId: p.integer().fieldName('job_id'),
    nodeId: p.integer().fieldName('node_id'),
    hostId: p.text().fieldName('host_id'),
    /** The category of the slot it holds. */
    category: p.text(),
    /** The GPU it uses, and how much of its memory, MiB. */
    gpu: p.text().nullable(),
    vram: p.integer(),
    placed: p.datetime(),
    /** When the node fetched it; null until then. */
    fetched: p.datetime().nullable(),
  },
})

export class Placement extends PlacementSchema.class {}
PlacementSchema.setClass(Placement)
