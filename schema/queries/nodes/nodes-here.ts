/** Reads the live nodes, on which steps can be placed. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** A live node with the capacity of its host, which the nodes of the host share. */
export interface NodeCapacity {
  readonly nodeId: number
  /** Task groups name it as a transcoder. */
  readonly name: string
  readonly hostId: string
  /** Slots by resource category. */
  readonly slots: Readonly<Record<string, number>>
  readonly encoders: readonly string[]
  /** Memory of each GPU, MiB, by its id. */
  readonly gpus: Readonly<Record<string, number>>
  /** The ids of the storages that it reaches; null: all. */
  readonly reaches: readonly string[] | null
  /** Why ffmpeg or ffprobe do not work on the node; null or absent: they work. */
  readonly mediaTrouble?: string | null
}

/** The live nodes that take steps, with the capacities of their hosts, as a JSON subquery. */
export const NODES = /* sql */ `
    select coalesce(json_agg(json_build_object('nodeId', n.id, 'name', n.name, 'hostId', h.id, 'slots', h.slots, 'encoders', h.encoders,
      'gpus', h.gpus, 'reaches', h.reaches, 'mediaTrouble', n.media_trouble) order by n.id), '[]')
    from callsheet.node n
    join callsheet.host h on h.id = n.host_id
    where n.gone is null and not n.draining and n.beat > callsheet.now() - interval '10 seconds'`

/** The live nodes. Locks nothing. */
export async function nodesHere(em: EntityManager): Promise<readonly NodeCapacity[]> {
  const [row] = await execute<{ readonly nodes: readonly NodeCapacity[] }>(em, `select (${NODES}) as nodes`)
  return row?.nodes ?? []
}
