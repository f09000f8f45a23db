/** The table of nodes. */

import { defineEntity, p } from '@mikro-orm/core'

/** A running agent. A restarted agent is a new node. */
const NodeSchema = defineEntity({
  name: 'Node',
  tableName: 'node',
  properties: {
    id: p.integer().primary().autoincrement(),
    name: p.text(),
    hostId: p.text().fieldName('host_id'),
    /** The boot id and pid namespace in which `pid` is valid. */
    kernel: p.text(),
    pid: p.integer(),
    /**
     * Start time of the process in clock ticks since boot: distinguishes it from a process that reuses its
     * pid.
     */
    pidStarted: p.bigint('number').fieldName('pid_started'),
    started: p.datetime(),
    beat: p.datetime(),
    /** When it stopped or was found dead; null until then. */
    gone: p.datetime().nullable(),
    /** Takes no further steps. */
    draining: p.boolean().default(false),
    /** Why ffmpeg or ffprobe do not work on it; null: they work. */
    mediaTrouble: p.text().nullable().fieldName('media_trouble'),
  },
})

export class Node extends NodeSchema.class {}
NodeSchema.setClass(Node)
