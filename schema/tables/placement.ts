import { defineEntity, p } from '@mikro-orm/core'

/** A step that was given to a node, and what it holds there. The rows of this table are the ledger of what is in use. */
const PlacementSchema = defineEntity({
  name: 'Placement',
  tableName: 'placement',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    stepId: p.integer().fieldName('step_id'),
    jobId: p.integer().fieldName('job_id'),
    nodeId: p.integer().fieldName('node_id'),
    hostId: p.text().fieldName('host_id'),
    /** The resource category whose slot it holds. */
    category: p.text(),
    /** The GPU it has, and how much of its memory, MiB. */
    gpu: p.text().nullable(),
    vram: p.integer(),
    placed: p.datetime(),
    /** When the node fetched it; null while it is on its way. */
    fetched: p.datetime().nullable(),
  },
})

export class Placement extends PlacementSchema.class {}
PlacementSchema.setClass(Placement)
