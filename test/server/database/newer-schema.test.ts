/** Tests that a server refuses the schema of a newer release, and drains when it meets one. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { SCHEMA_VERSION } from '../../../schema/migrations/migrations.ts'
import { connect, migrate } from '../../../schema/sql/database.ts'
import { NewerSchema } from '../../../schema/sql/newer-schema.ts'
import { database } from '../../setup.ts'
import { Home } from '../life/home.ts'
import { clip, eventually } from '../life/outside.ts'
import { runs, type Server } from '../life/server.ts'

const UPGRADE = `insert into callsheet.migration (name) values ('9999-future')`

describe('a server on the schema of a newer release', function () {
  this.timeout(60_000)
  let home: Home
  let server: Server
  before(async () => {
    home = new Home()
    server = await home.start({ environment: { FFMPEG: await home.unhurried() } })
  })
  after(() => home[Symbol.asyncDispose]())

  it('finishes the running step, takes no other, refuses changes with 503, and says so', async () => {
    const sourceUri = `file://${await clip(join(await home.mediaFolder(), 'clip.mp4'), 8)}`
    const id = await server.submit({ sourceUri, tags: 'lowres' })
    const waiting = await server.submit({ sourceUri, tags: 'audio' }, '&holdJob=true')
    await home.pid('ffmpeg')
    await home.query(UPGRADE)
    await eventually(
      'changes are refused',
      async () => (await server.request('DELETE', '/job/VX-99')).status === 503,
    )
    const refused = await server.request('PUT', `/job/${waiting}?priority=HIGH`)
    assert.equal(refused.headers.get('retry-after'), '5')
    await eventually(
      'its node drains',
      async () => (await home.query('select from callsheet.node where draining')).length === 1,
    )
    await server.until(id, (job) => runs(job, 200)[0]?.status === 'FINISHED')
    assert.deepEqual(runs(await server.job(id), 300), [], 'no further step runs')
    const { status, message } = (await (
      await server.request('GET', '/selftest/schema', { headers: { accept: 'application/json' } })
    ).json()) as { readonly status: string; readonly message: readonly string[] }
    assert.deepEqual(
      [status, message],
      ['failed', [`The database has schema 9999-future; this server knows only ${SCHEMA_VERSION}.`]],
    )
    assert.match(
      server.said,
      new RegExp(
        `the database has schema 9999-future, and node 1 knows only ${SCHEMA_VERSION}: it takes no further steps and finishes its 1 running ones`,
      ),
    )
    assert.match(server.said, /a newer server has taken over, and this one refuses all changes/)
    await server.stop('SIGTERM')
  })

  for (const role of ['all', 'worker'])
    it(`does not start with --role ${role}, and names both versions`, async () => {
      const { code, said } = await home.run({ args: ['--role', role] })
      assert.equal(
        said,
        `Cannot start: the database has schema 9999-future, and this release knows only ${SCHEMA_VERSION}: ` +
          'start the newer release, or restore the backup from before the upgrade',
      )
      assert.equal(code, 1)
    })
})

describe('migrating', () => {
  it('changes nothing in the schema of a newer release', async () => {
    await using test = await database()
    await test.database.em.fork().execute(UPGRADE)
    await assert.rejects(migrate(test.database), NewerSchema)
  })

  it('creates the schema in an empty database, once', async () => {
    await using test = await database()
    await test.database.em.fork().execute('drop schema callsheet cascade')
    const other = await connect(test.connection)
    await Promise.all([migrate(test.database), migrate(other)])
    await other.close()
    const rows = await test.database.em.fork().execute('select name from callsheet.migration order by name')
    assert.equal(rows.at(-1)?.['name'], SCHEMA_VERSION)
  })
})
