import type { EntityManager } from '@mikro-orm/postgresql'

export interface NewNode {
  readonly name: string
  readonly hostId: string
  readonly hostName: string
  /** Slots by resource category; the last agent of a host that joined decides. */
  readonly slots: Readonly<Record<string, number>>
  readonly kernel: string
  readonly pid: number
  readonly pidStarted: number
}

/** Writes a node and its host; answers the node's id. */
export async function joinNode(em: EntityManager, node: NewNode): Promise<number> {
  const [row] = await em.execute<{ id: number }[]>(JOIN_NODE, [JSON.stringify(node)])
  if (!row) throw new Error('the node was not written')
  return row.id
}

const JOIN_NODE = /* sql */ `
with given as materialized (
  select * from jsonb_to_record(?::jsonb) as g(name text, "hostId" text, "hostName" text, slots jsonb, kernel text,
    pid integer, "pidStarted" bigint)
), host as (
  insert into callsheet.host (id, name, slots)
  select "hostId", "hostName", slots from given
  on conflict (id) do update set name = excluded.name, slots = excluded.slots
)
insert into callsheet.node (name, host_id, kernel, pid, pid_started)
select name, "hostId", kernel, pid, "pidStarted" from given
returning id`
