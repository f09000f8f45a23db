import { defineEntity, p } from '@mikro-orm/core'

/** A machine. Capacity belongs to it: agents on the same machine share its slots. */
const HostSchema = defineEntity({
  name: 'Host',
  tableName: 'host',
  properties: {
    /** The machine id. */
    id: p.text().primary(),
    name: p.text(),
    /** Slots by resource category, such as `{ "cpu": 2 }`. */
    slots: p.json<Readonly<Record<string, number>>>(),
    /** Hardware encoders, by the names ffmpeg has for them. */
    encoders: p.array(),
    /** Memory of each GPU, MiB, by its id. */
    gpus: p.json<Readonly<Record<string, number>>>(),
    /** The storages it reaches; null: all. */
    reaches: p.array().nullable(),
  },
})

export class Host extends HostSchema.class {}
HostSchema.setClass(Host)
