/** Creates the first storage, so that imports work without any set-up. */
import { pathToFileURL } from 'node:url'
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../schema/sql/execute.ts'

/** The first media root as a storage, unless there has ever been one: a deleted one does not come back. */
export async function firstStorage(em: EntityManager, [root]: readonly string[]): Promise<void> {
  if (root === undefined) return
  await em.transactional(async (tx) => {
    await execute(tx, 'lock table callsheet.storage in share row exclusive mode')
    await execute(tx, CREATE, [`${pathToFileURL(root).href}/`])
  })
}

const CREATE = /* sql */ `
with made as (
  insert into callsheet.storage (auto_detect, metadata, document)
  select true, '{"name": "media"}', '{"showImportables": true}'
  from callsheet.storage_id_seq s where not s.is_called
  returning id
)
insert into callsheet.storage_method (storage_id, uri) select id, ? from made`
