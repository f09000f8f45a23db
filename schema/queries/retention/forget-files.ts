/** Forgets files that are not there and that nothing uses. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/**
 * Deletes the rows of files that have been LOST, or announced and never written, for so many days: of no
 * shape, and of no unfinished job. Returns how many; at most `most` at once. Index: `file_absent`.
 */
export async function forgetFiles(em: EntityManager, days: number, most: number): Promise<number> {
  return (await execute(em, FORGET, [days, most])).length
}

const FORGET = /* sql */ `
delete from callsheet.file f
where f.state in ('LOST', 'TO_APPEAR') and f.id in (
  select f.id from callsheet.file f
  where f.state in ('LOST', 'TO_APPEAR')
    and coalesce(f.changed, f.registered) < callsheet.now() - make_interval(days => ?::integer)
    and not exists (select from callsheet.component_file c where c.file_id = f.id)
    and not exists (
      select from callsheet.metadata m join callsheet.job j on j.id = m.job_id and j.finished is null
      where m.key in ('fileId', 'destinationFileId') and left(m.value, 200) = 'VX-' || f.id)
  order by coalesce(f.changed, f.registered) limit ?
  for update skip locked)
returning f.id`
