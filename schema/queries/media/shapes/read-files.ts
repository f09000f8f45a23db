/** Reads files with the methods of their storages, as documents show them. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { FileState, KeyValues } from '../../../media.ts'
import { execute } from '../../../sql/execute.ts'

export interface FileParts {
  readonly id: number
  readonly uri: string
  readonly path: string | null
  readonly state: FileState
  readonly size: number
  readonly sha1: string | null
  readonly checked: string | null
  readonly modified: string | null
  readonly storage: number | null
  readonly storageType: string | null
  readonly metadata: KeyValues
  /** Those that can be read, by id. */
  readonly methods: readonly { readonly uri: string; readonly type: string; readonly metadata: KeyValues }[]
}

/** Of the file `f` and its storage `t`. */
export const FILE_PARTS = /* sql */ `jsonb_build_object(
   'id', f.id, 'uri', f.uri, 'path', f.path, 'state', f.state, 'size', f.size, 'sha1', f.sha1, 'checked', f.checked,
   'modified', f.modified,
   'storage', f.storage_id, 'storageType', t.type, 'metadata', f.metadata,
   'methods', (
     select coalesce(jsonb_agg(jsonb_build_object('uri', m.uri, 'type', m.type, 'metadata', m.metadata) order by m.id), '[]')
     from callsheet.storage_method m where m.storage_id = f.storage_id and m.read))`

/** The files with these ids, in this order; those that do not exist are left out. Index: the primary key. */
export async function readFiles(em: EntityManager, ids: readonly number[]): Promise<readonly FileParts[]> {
  if (ids.length === 0) return []
  const rows = await execute<{ readonly file: FileParts }>(em, READ, [ids])
  const found = new Map(rows.map(({ file }) => [file.id, file]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

const READ = /* sql */ `
select ${FILE_PARTS} as file
from callsheet.file f
left join callsheet.storage t on t.id = f.storage_id
where f.id = any (?)`
