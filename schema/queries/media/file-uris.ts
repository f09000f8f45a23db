/** Keeps the URIs of the files of a storage in step with its methods. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** Files whose URI starts with the old root get the new one. Without a method, the root is empty. */
export async function readdressFiles(
  em: EntityManager,
  storageId: number,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await execute(em, READDRESS, [storageId, from, to])
}

const READDRESS = /* sql */ `
update callsheet.file f
set uri = k.new || substr(f.uri, length(k.old) + 1)
from (select ?::integer as storage_id, ?::text as old, ?::text as new) as k
where f.storage_id = k.storage_id and starts_with(f.uri, k.old)`
