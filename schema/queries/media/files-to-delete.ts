/** Finds the files that nothing needs any more, and forgets them. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/**
 * The ids of files whose bytes are to be removed, the oldest after one: those that no unfinished job reads.
 * Index: `file_to_delete`.
 */
export async function filesToDelete(
  em: EntityManager,
  { afterId, most }: { readonly afterId: number; readonly most: number },
): Promise<readonly number[]> {
  const rows = await execute<{ readonly id: number }>(em, TO_DELETE, [afterId, most])
  return rows.map(({ id }) => id)
}

/** Index: `metadata_value`. The sources of sequences are lines such as `VX-1=file:///srv/a.mov`. */
const UNNEEDED = /* sql */ `
f.state = 'TO_BE_DELETED' and starts_with(f.uri, 'file:') and not exists (
  select from callsheet.component_file c where c.file_id = f.id) and not exists (
  select from callsheet.metadata m join callsheet.job j on j.id = m.job_id
  where m.key in ('sourceUri', 'sidecar') and left(m.value, 200) = left(f.uri, 200) and m.value = f.uri
    and j.finished is null) and not exists (
  select from callsheet.metadata m join callsheet.job j on j.id = m.job_id
  where m.key = 'sources' and j.finished is null
    and position('=' || f.uri || E'\\n' in m.value || E'\\n') > 0)`

const TO_DELETE = `select f.id from callsheet.file f where f.id > ? and ${UNNEEDED} order by f.id limit ?`

/**
 * The URI of a file that is still to be deleted. Locks it until the end of the transaction: what would use it
 * waits, and then finds it gone. Undefined if it is needed by now, or another node deletes it.
 */
export async function lockToDelete(tx: EntityManager, id: number): Promise<string | undefined> {
  const lock = `select f.uri from callsheet.file f where f.id = ? and ${UNNEEDED} for update of f skip locked`
  const [row] = await execute<{ readonly uri: string }>(tx, lock, [id])
  return row?.uri
}

export async function forgetDeleted(tx: EntityManager, id: number): Promise<void> {
  await execute(tx, `delete from callsheet.file where id = ?`, [id])
}

/** Files that a component has got since they were to be deleted are kept. */
export async function keepUsedFiles(em: EntityManager): Promise<void> {
  await execute(em, KEEP)
}

const KEEP = /* sql */ `
update callsheet.file f set state = 'CLOSED', changed = callsheet.now()
where f.state = 'TO_BE_DELETED' and exists (select from callsheet.component_file c where c.file_id = f.id)`
