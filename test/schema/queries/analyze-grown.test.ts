import assert from 'node:assert/strict'
import { analyzeGrown } from '../../../schema/queries/nodes/analyze-grown.ts'
import { clock } from '../../../steps/engine/runtime/clock.ts'
import { database, type TestDatabase } from '../../setup.ts'

describe('analyzeGrown', () => {
  let test: TestDatabase
  before(async () => {
    test = await database()
  })
  after(() => test[Symbol.asyncDispose]())
  const rows = <Row extends object>(sql: string) => test.database.em.fork().execute<Row[]>(sql)

  it('analyzes a table that has grown, once', async () => {
    await rows(`insert into callsheet.job (type, state, priority, user_name)
      select 'ONE', 'READY', 3, 'ann' from generate_series(1, 500)`)
    // PostgreSQL updates its statistics of modified rows shortly after the commit.
    while ((await counted()).modified === 0) await clock.sleep(20)
    await analyzeGrown(test.database.em.fork())
    const [table] = await rows<{ known: number }>(
      `select reltuples::integer as known from pg_class where oid = 'callsheet.job_live'::regclass`,
    )
    assert.equal(table?.known, 500)
    while ((await counted()).modified > 0) await clock.sleep(20)
    const { analyzed } = await counted()
    await analyzeGrown(test.database.em.fork())
    assert.equal((await counted()).analyzed, analyzed)
  })

  async function counted(): Promise<{ readonly modified: number; readonly analyzed: number }> {
    const [table] = await rows<{ modified: number; analyzed: number }>(
      `select n_mod_since_analyze::integer as modified, analyze_count::integer as analyzed
       from pg_stat_user_tables where relid = 'callsheet.job_live'::regclass`,
    )
    assert.ok(table)
    return table
  }
})
