/** Changes which files components have. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** Components that have the one file get the other instead. */
export async function repointComponents(
  em: EntityManager,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  await execute(em, 'update callsheet.component_file set file_id = ? where file_id = ?', [to, from])
}

/** Takes a file off the components of one item, or of all. */
export async function detachFile(em: EntityManager, fileId: number, itemId?: number): Promise<void> {
  await execute(em, DETACH, [fileId, itemId ?? null])
}

const DETACH = /* sql */ `
delete from callsheet.component_file f
using callsheet.component c, callsheet.shape s, (select ?::integer as file_id, ?::integer as item_id) as k
where f.file_id = k.file_id and c.id = f.component_id and s.id = c.shape_id
  and (k.item_id is null or s.item_id = k.item_id)`
