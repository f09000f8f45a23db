/** Warns of transcoders that no running node has for its name: jobs wait until such a node joins. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { nodesHere } from '../../../schema/queries/nodes/nodes-here.ts'
import type { Context } from '../../http/context.ts'

export async function warnOfUnknownNodes(
  em: EntityManager,
  transcoders: readonly string[],
  warn: Context['warn'],
): Promise<void> {
  if (transcoders.length === 0) return
  const here = new Set((await nodesHere(em)).map(({ name }) => name))
  for (const name of transcoders)
    if (!here.has(name)) warn(`no node named “${name}” is running: it runs no jobs until one joins`)
}
