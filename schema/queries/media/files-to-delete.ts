/** Finds the files that nothing needs any more, and forgets them. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** Files whose bytes are to be removed: those that no unfinished job reads. The oldest first. */
export async function filesToDelete(
  em: EntityManager,
  most: number,
): Promise<readonly { readonly id: number; readonly uri: string }[]> {
  return execute(em, TO_DELETE, [most])
}

const TO_DELETE = /* sql */ `
select f.id, f.uri from callsheet.file f
where f.state = 'TO_BE_DELETED' and starts_with(f.uri, 'file:') and not exists (
  select from callsheet.metadata m join callsheet.job j on j.id = m.job_id
  where m.key = 'sourceUri' and left(m.value, 200) = left(f.uri, 200) and m.value = f.uri and j.finished is null)
order by f.id limit ?`

export async function forgetDeleted(em: EntityManager, id: number): Promise<void> {
  await execute(em, `delete from callsheet.file where id = ? and state = 'TO_BE_DELETED'`, [id])
}
