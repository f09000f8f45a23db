/** A file is recorded once, by whichever method of its storage its URI leads to it. */
import assert from 'node:assert/strict'
import type { EntityManager } from '@mikro-orm/postgresql'
import { recordFile } from '../../../schema/queries/media/record-file.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { database, type TestDatabase } from '../../setup.ts'

describe('A file that is recorded', () => {
  let test: TestDatabase
  let em: EntityManager
  before(async () => {
    test = await database()
    em = test.database.em.fork()
    await execute(em, MAKE_STORAGE)
    await execute(em, MAKE_FILES)
    await execute(em, `select setval('callsheet.file_id_seq', 20000)`)
    await execute(em, 'analyze callsheet.file')
  })
  after(() => test[Symbol.asyncDispose]())

  // biome-ignore format: a table
  for (const [what, uri, known] of [
    ['is the one with its URI',                                 'file:///nas/a%20b.mov',     1],
    ['is the one with its path, by another method of the same', 'file:///volumes/a%20b.mov', 1],
    ['is the one with its URI on no storage',                   'file:///else/2.mov',        2],
  ] as const)
    it(what, async () => {
      assert.equal(await recordFile(em, { uri, size: 7 }), known)
    })

  it('is new, with its path on the storage', async () => {
    const id = await recordFile(em, { uri: 'file:///volumes/new%26.mov', size: 7 })
    const [row] = await execute<object>(em, 'select storage_id, path from callsheet.file where id = ?', [id])
    assert.deepEqual(row, { storage_id: 1, path: 'new&.mov' })
  })

  it('is found without reading the others', async () => {
    const read = await em.transactional(async (tx) => {
      await recordFile(tx, { uri: 'file:///volumes/5.mov', size: 7 })
      const [{ rows = 0 } = {}] = await execute<{ rows: number }>(tx, ROWS_READ)
      return rows
    })
    assert.ok(read < 100, `${read} rows`)
  })
})

const MAKE_STORAGE = /* sql */ `
with s as (insert into callsheet.storage (id, type, state, document, metadata) values (1, 'LOCAL', 'NONE', '{}', '{}') returning id)
insert into callsheet.storage_method (storage_id, uri, read, write, browse, type, metadata)
select s.id, uri, true, true, true, 'NONE', '{}' from s, unnest(array['file:///nas/', 'file:///volumes/']) as uri`

const MAKE_FILES = /* sql */ `
insert into callsheet.file (id, storage_id, path, uri, size)
select 1, 1, 'a b.mov', 'file:///nas/a%20b.mov', 1
union all select 2, null, null, 'file:///else/2.mov', 1
union all select n, 1, n || '.mov', 'file:///nas/' || n || '.mov', 1 from generate_series(3, 3000) as n
union all select 10000 + n, null, null, 'file:///else/' || n || '.mov', 1 from generate_series(3, 3000) as n`

const ROWS_READ = /* sql */ `
select (seq_tup_read + coalesce(idx_tup_fetch, 0))::integer as rows from pg_stat_xact_user_tables
where schemaname = 'callsheet' and relname = 'file'`
