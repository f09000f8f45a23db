/** Keeps further steps from being placed on a node. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** Placements that it has not fetched return to the queue, as those of a node that does not answer. */
export async function drainNode(em: EntityManager, node: number): Promise<void> {
  await execute(em, DRAIN, [node])
}

const DRAIN = /* sql */ `update callsheet.node set draining = true where id = ? and not draining`
