/** Counts the slots of all live hosts: so many jobs can run at once where no rule limits them. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { nodesHere } from '../../../schema/queries/nodes/nodes-here.ts'

/** 0 while no node is alive. Nodes of a host share its slots. */
export async function slotsOfFarm(em: EntityManager): Promise<number> {
  const hosts = new Map((await nodesHere(em)).map(({ hostId, slots }) => [hostId, slots] as const))
  return [...hosts.values()].flatMap((slots) => Object.values(slots)).reduce((sum, count) => sum + count, 0)
}
