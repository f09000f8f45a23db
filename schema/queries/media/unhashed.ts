/** Finds the files whose checksum is missing, and records it. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export interface Unhashed {
  readonly id: number
  readonly uri: string
  readonly size: number
}

/** The oldest after an id. Expects the index `file_unhashed`. */
export async function nextUnhashed(em: EntityManager, afterId: number): Promise<Unhashed | undefined> {
  const [row] = await execute<{ id: number; uri: string; size: string }>(em, NEXT, [afterId])
  return row && { ...row, size: Number(row.size) }
}

const NEXT = /* sql */ `
select id, uri, size from callsheet.file
where id > ? and sha1 is null and state = 'CLOSED' and storage_id is not null and starts_with(uri, 'file:')
order by id limit 1`

/** Records the size, too, where it is not known yet. Ignored if the file has changed since it was read. */
export async function recordHash(
  em: EntityManager,
  { id, size }: Unhashed,
  { sha1, sizeBytes }: { readonly sha1: string; readonly sizeBytes: number },
): Promise<void> {
  await execute(em, RECORD, [sha1, sizeBytes, id, size])
}

const RECORD = /* sql */ `
update callsheet.file set sha1 = ?, size = case when size = -1 then ? else size end
where id = ? and state = 'CLOSED' and size in (-1, ?)`
