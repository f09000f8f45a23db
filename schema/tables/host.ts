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
  },
})

export class Host extends HostSchema.class {}
HostSchema.setClass(Host)
