/** `POST /job/bulk` with errors on the way: it still lists what it has done. */
import assert from 'node:assert/strict'
import type { Database } from '../../../schema/sql/database.ts'
import { runBulk } from '../../../server/job/bulk/run-bulk.ts'
import { Engine } from '../../../steps/engine/engine.ts'
import { Wake } from '../../../steps/engine/runtime/wake.ts'
import { api as anApi } from '../../api.ts'
import { as, job as writeJob } from '../../factory.ts'
import { nowhere } from '../../server/http/shared.ts'
import { serving } from '../../serving.ts'

describe('POST /job/bulk with errors', () => {
  const { api, ask, job, rows } = serving()
  const several = async (state: 'READY' | 'FINISHED', count: number) => {
    const ids: number[] = []
    const metadata = { sourceUri: `${api().mediaRoot}/a.mov` }
    while (ids.length < count) ids.push(await job({ state, user: 'bob', metadata }))
    return ids
  }
  const named = (ids: readonly number[]) => ids.map((id) => `VX-${id}`)
  const idsIn = (listed: readonly { readonly jobId: string }[]) => listed.map(({ jobId }) => jobId)

  beforeEach(() => rows('delete from callsheet.job returning id'))

  // biome-ignore format: a table
  for (const [action, state, breaks] of [
    ['abort',                        'READY',    (id: number) => `before update on callsheet.job for each row when (new.id = ${id})`],
    ['priority&newPriority=LOW',     'READY',    (id: number) => `before update on callsheet.job for each row when (new.id = ${id})`],
    ['delete',                       'FINISHED', (id: number) => `before delete on callsheet.job for each row when (old.id = ${id})`],
  ] as const)
    it(`action=${action}: reports a job with an error as refused, and changes the others`, async () => {
      const ids = await several(state, 10)
      const broken = ids[4] ?? 0
      await rows(BREAK)
      await rows(`create trigger broken ${breaks(broken)} execute function pg_temp_broken()`)
      const { status, body } = await ask(`POST /job/bulk?all=true&action=${action}`)
      await rows('drop function pg_temp_broken cascade')
      assert.equal(status, 200)
      assert.deepEqual(idsIn(body.job), named(ids.filter((id) => id !== broken)))
      assert.deepEqual(idsIn(body.refused), [`VX-${broken}`])
      assert.match(
        body.refused[0].explanation,
        /^Unexpected error \(logged as [0-9a-f-]{36}\)$/,
      )
      assert.equal(body.stopped, undefined)
    })

  it('lists what it has changed even if it cannot be noted under the key of the request', async () => {
    const ids = await several('READY', 2)
    await rows(BREAK)
    await rows(
      String.raw`create trigger broken before insert on callsheet.idempotency for each row when (new.key ~ ' \d+$')
       execute function pg_temp_broken()`,
    )
    const { status, body } = await ask('POST /job/bulk?all=true&action=priority&newPriority=LOW', {
      headers: { 'Idempotency-Key': 'noted' },
    })
    await rows('drop function pg_temp_broken cascade')
    assert.equal(status, 200)
    assert.deepEqual(idsIn(body.job), named(ids))
    assert.match(body.stopped, /^Unexpected error/)
  })

  it('changes a single job and notes it in one transaction', async () => {
    await several('READY', 1)
    await ask('POST /job/bulk?all=true&action=pause', { headers: { 'Idempotency-Key': 'single' } })
    const written = await rows(
      String.raw`select xmin::text from callsheet.job
       union select xmin::text from callsheet.idempotency where key ~ '^single \d+$'`,
    )
    assert.equal(written.length, 1)
  })

  it('ends when the database is unavailable, says why and where, and changes no job after that', async () => {
    const ids = await several('READY', 10)
    const logged: unknown[] = []
    const { outcomes, stopped } = await withoutDatabase(async (given, wanted) =>
      runBulk({ ...given, logged: (error) => String(logged.push(error) && 'id') }, wanted),
    )
    assert.deepEqual(
      outcomes.map((one) => 'refused' in one && [one.refused.jobId, one.refused.explanation]),
      named(ids.slice(0, 4)).map((id) => [id, 'The database cannot be reached (id)']),
    )
    assert.equal(stopped, `The database cannot be reached (id). Jobs after VX-${ids[3]} were not processed`)
    assert.equal(logged.length, 4)
  })

  it('lists earlier outcomes if the database is unavailable, and throws if there are none', async () => {
    await several('READY', 1)
    const done = new Map([[1, { jobId: 'VX-1' }]])
    await withoutDatabase(async (given, wanted, away) => {
      const gone = { ...given, em: away.em.fork() }
      const { outcomes, stopped } = await runBulk(gone, { ...wanted, done })
      assert.deepEqual(outcomes, [{ id: 1, done: { jobId: 'VX-1' } }])
      assert.equal(stopped, 'The database cannot be reached (logged). No job was processed')
      await assert.rejects(runBulk(gone, wanted), /ECONNREFUSED/)
    })
  })

  it('ends when the server stops, and says where', async () => {
    await using own = await anApi()
    for (const state of ['READY', 'READY'] as const) await writeJob(own.test.database, { state })
    await own.changes[Symbol.asyncDispose]()
    const { status, body } = await own.request
      .post('/job/bulk?action=abort&all=true')
      .set({ Authorization: as('admin', 'admin'), Accept: 'application/json' })
    const stopped = 'The server is stopping. No job was processed'
    assert.deepEqual(
      [status, body],
      [200, { action: 'abort', dryRun: false, hits: 2, stopped, job: [], refused: [] }],
    )
  })

  /** Finds its jobs but cannot change them: the database of the engine is unreachable. */
  async function withoutDatabase<T>(
    work: (
      given: Parameters<typeof runBulk>[0],
      wanted: Parameters<typeof runBulk>[1],
      away: Database,
    ) => Promise<T>,
  ): Promise<T> {
    const away = await nowhere()
    const wake = new Wake(away, () => undefined)
    const engine = new Engine<unknown>(away, [], undefined, wake, () => undefined)
    const user = { name: 'bob', roles: [] }
    const given = {
      ...{ em: api().test.database.em.fork(), engine, user },
      ...{ once: undefined, changes: api().changes, logged: () => 'logged', warn: () => {} },
    }
    const request = { action: 'abort', options: {}, dryRun: false } as const
    const upTo = 2_147_483_647
    try {
      return await work(given, { criteria: {}, after: 0, upTo, done: new Map(), request }, away)
    } finally {
      await away.close()
    }
  }
})

const BREAK = /* sql */ `
create function pg_temp_broken() returns trigger language plpgsql as 'begin raise exception ''broken''; end'`
