import { defineEntity, p } from '@mikro-orm/core'

/** One running step agent. A restarted agent is a new node. */
const NodeSchema = defineEntity({
  name: 'Node',
  tableName: 'node',
  properties: {
    id: p.integer().primary().autoincrement(),
    name: p.text(),
    hostId: p.text().fieldName('host_id'),
    /** Kernel boot and pid namespace: where `pid` means something. */
    kernel: p.text(),
    pid: p.integer(),
    /** Start time of the process in clock ticks since boot, so that a reused pid is not taken for it. */
    pidStarted: p.bigint('number').fieldName('pid_started'),
    started: p.datetime(),
    beat: p.datetime(),
    /** When it stopped or was found dead; null while it is here. */
    gone: p.datetime().nullable(),
  },
})

export class Node extends NodeSchema.class {}
NodeSchema.setClass(Node)
