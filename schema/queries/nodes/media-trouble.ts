/** Reads and writes whether the media programs of nodes work. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** True if it has changed. `trouble`: why the programs do not work; undefined if they do. */
export async function setMediaTrouble(
  em: EntityManager,
  node: number,
  trouble: string | undefined,
): Promise<boolean> {
  const value = trouble ?? null
  return (await execute(em, SET, [value, node, value])).length > 0
}

const SET = /* sql */ `
update callsheet.node set media_trouble = ?::text
where id = ? and media_trouble is distinct from ?::text
returning id`

/** The live nodes that take steps, with the trouble of their media programs. */
export async function nodesWithTrouble(
  em: EntityManager,
): Promise<readonly { readonly name: string; readonly trouble: string | null }[]> {
  return execute(em, READ)
}

const READ = /* sql */ `
select name, media_trouble as trouble
from callsheet.node
where gone is null and not draining and beat > callsheet.now() - interval '10 seconds'
order by id`
