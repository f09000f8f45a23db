/** The table of hosts. */

import { defineEntity, p } from '@mikro-orm/core'

/** A machine. Agents on the same host share its slots and GPUs. */
const HostSchema = defineEntity({
  name: 'Host',
  tableName: 'host',
  properties: {
    /** The machine id. */
    id: p.text().primary(),
    name: p.text(),
    /** Slots by category, such as `{ "cpu": 2 }`. */
    slots: p.json<Readonly<Record<string, number>>>(),
    /** The hardware encoders, by their ffmpeg names. */
    encoders: p.array(),
    /** Memory by GPU id, MiB. */
    gpus: p.json<Readonly<Record<string, number>>>(),
    /** The names of the storages it can reach; null: all. */
    reaches: p.array().nullable(),
  },
})

export class Host extends HostSchema.class {}
HostSchema.setClass(Host)
