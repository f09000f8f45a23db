/** Adds a node and its host to the farm. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** The resources of a host for steps. The agent of the host that joined last determines them. */
export interface HostCapacity {
  /** Slots by resource category. */
  readonly slots: Readonly<Record<string, number>>
  /** Hardware encoders, by their ffmpeg names. */
  readonly encoders: readonly string[]
  /** Memory of each GPU, MiB, by its id. */
  readonly gpus: Readonly<Record<string, number>>
  /** The ids of the storages that it reaches; null: all. */
  readonly reaches: readonly string[] | null
}

export interface NewNode extends HostCapacity {
  /** From `nextNode`. */
  readonly id: number
  readonly name: string
  readonly hostId: string
  readonly hostName: string
  readonly kernel: string
  readonly pid: number
  readonly pidStarted: number
  /** Why ffmpeg or ffprobe do not work on it; undefined: they work. */
  readonly mediaTrouble?: string | undefined
}

/** The id of a node that is about to join. */
export async function nextNode(em: EntityManager): Promise<number> {
  const [row] = await execute<{ readonly id: number }>(em, NEXT_NODE)
  if (!row) throw new Error('there is no id for a node')
  return row.id
}

const NEXT_NODE = /* sql */ `
select nextval(pg_get_serial_sequence('callsheet.node', 'id'))::integer as id`

/**
 * Writes a node and its host. Steps are placed on it from then on, so it must already receive wake-ups. True
 * if another live node of the host has declared a different capacity.
 */
export async function joinNode(em: EntityManager, node: NewNode): Promise<boolean> {
  const [row] = await execute<{ readonly otherwise: boolean }>(em, JOIN_NODE, [JSON.stringify(node)])
  return row?.otherwise ?? false
}

const JOIN_NODE = /* sql */ `
with given as materialized (
  select * from jsonb_to_record(?::jsonb) as g(id integer, name text, "hostId" text, "hostName" text, slots jsonb, encoders text[],
    gpus jsonb, reaches text[], kernel text,
    pid integer, "pidStarted" bigint, "mediaTrouble" text)
), before as materialized (
  select h.slots, h.encoders, h.gpus, h.reaches
  from callsheet.host h
  join given on h.id = "hostId"
  where exists (
    select from callsheet.node n where n.host_id = h.id and n.gone is null and n.beat > callsheet.now() - interval '10 seconds')
), host as (
  insert into callsheet.host (id, name, slots, encoders, gpus, reaches)
  select "hostId", "hostName", slots, encoders, gpus, reaches from given
  on conflict (id) do update
  set name = excluded.name, slots = excluded.slots, encoders = excluded.encoders, gpus = excluded.gpus,
      reaches = excluded.reaches
), node as (
  insert into callsheet.node (id, name, host_id, kernel, pid, pid_started, media_trouble)
  select id, name, "hostId", kernel, pid, "pidStarted", "mediaTrouble" from given
)
select exists (
  select from before b, given g
  where (b.slots, b.encoders, b.gpus, b.reaches) is distinct from (g.slots, g.encoders, g.gpus, g.reaches)
) as otherwise`
