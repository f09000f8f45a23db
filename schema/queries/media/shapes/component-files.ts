/** Changes which files components have. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

/** Components that have the one file get the other instead. */
export async function repointComponents(
  em: EntityManager,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  await execute(em, REPOINT, [from, to])
}

/** A component that has both already keeps the other. */
const REPOINT = /* sql */ `
update callsheet.component_file f set file_id = k.new
from (select ?::integer as old, ?::integer as new) as k
where f.file_id = k.old and not exists (
  select from callsheet.component_file o where o.component_id = f.component_id and o.file_id = k.new)`

/** Components that have the one file get the other as well, after their own. */
export async function addCopy(
  em: EntityManager,
  { of, copy }: { readonly of: number; readonly copy: number },
): Promise<void> {
  await execute(em, ADD_COPY, [of, copy])
}

const ADD_COPY = /* sql */ `
insert into callsheet.component_file (component_id, file_id, position)
select f.component_id, k.copy, (select max(o.position) + 1 from callsheet.component_file o where o.component_id = f.component_id)
from (select ?::integer as old, ?::integer as copy) as k
join callsheet.component_file f on f.file_id = k.old
on conflict do nothing`

/** Takes a file off the components of one item, or of all. */
export async function detachFile(em: EntityManager, fileId: number, itemId?: number): Promise<void> {
  await execute(em, DETACH, [fileId, itemId ?? null])
}

const DETACH = /* sql */ `
delete from callsheet.component_file f
using callsheet.component c, callsheet.shape s, (select ?::integer as file_id, ?::integer as item_id) as k
where f.file_id = k.file_id and c.id = f.component_id and s.id = c.shape_id
  and (k.item_id is null or s.item_id = k.item_id)`
