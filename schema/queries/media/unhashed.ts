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

/** Ignored if the file has changed since it was read. */
export async function recordHash(em: EntityManager, { id, size }: Unhashed, sha1: string): Promise<void> {
  const record = `update callsheet.file set sha1 = ? where id = ? and state = 'CLOSED' and size in (-1, ?)`
  await execute(em, record, [sha1, id, size])
}
