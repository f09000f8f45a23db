import assert from 'node:assert/strict'
import pg from 'pg'
import { type EmbeddedPostgres, startPostgres } from '../../../server/postgres/postgres.ts'
import {
  child,
  dataDirWithCluster,
  HASTY,
  nothingIsLeft,
  pidOf,
  processesIn,
  query,
  until,
} from './processes.ts'

const settings = HASTY

describe('the embedded PostgreSQL, after a kill', function () {
  this.timeout(20_000)
  before(function () {
    if (process.platform !== 'linux') this.skip()
  })
  afterEach(function () {
    return nothingIsLeft(this)
  })

  it('outlives the server while a worker uses it, then stops with the worker', async function () {
    const dataDir = await dataDirWithCluster(this)
    const server = await child('start', { dataDir, settings, graceMs: 50 })
    const worker = await child('join', { dataDir, settings, graceMs: 50 })
    const postmaster = await pidOf('postmaster', dataDir)
    await server.end('SIGKILL')
    await query(worker.said.connection, 'create table done as select 1 as n')
    const again = await child('start', { dataDir, settings })
    await again.end('cleanly')
    assert.equal(await pidOf('postmaster', dataDir), postmaster)
    await worker.end('cleanly')
    assert.deepEqual(processesIn(dataDir), [])
  })

  it('is taken over with its rows by the next start after kill -9 of the server', async function () {
    const dataDir = await dataDirWithCluster(this)
    const server = await child('start', { dataDir, settings })
    await query(server.said.connection, 'create table kept as select 42 as n')
    const postmaster = await pidOf('postmaster', dataDir)
    await server.end('SIGKILL')
    await using postgres = await startPostgres({ dataDir, settings })
    assert.equal(await pidOf('postmaster', dataDir), postmaster)
    assert.deepEqual(await query(postgres.connection, 'select n from kept'), [{ n: 42 }])
  })

  it('is stopped by its keeper if no user connects within the grace period', async function () {
    const dataDir = await dataDirWithCluster(this)
    const server = await child('start', { dataDir, settings, graceMs: 300 })
    await server.end('SIGKILL')
    assert.ok(processesIn(dataDir).length > 1, 'not at once')
    await until('keeper and PostgreSQL are gone', () => processesIn(dataDir).length === 0)
  })

  it('survives a kill of the process group of the server', async function () {
    const dataDir = await dataDirWithCluster(this)
    const server = await child('start', { dataDir, settings }, { detached: true })
    const postmaster = await pidOf('postmaster', dataDir)
    process.kill(-(server.process.pid ?? 0), 'SIGKILL')
    await server.end('SIGKILL')
    await using _ = await startPostgres({ dataDir, settings })
    assert.equal(await pidOf('postmaster', dataDir), postmaster)
  })

  it('is back after kill -9 of the postmaster, with every acknowledged row', async function () {
    const dataDir = await dataDirWithCluster(this)
    const said: string[] = []
    await using postgres = await startPostgres({ dataDir, log: (line) => said.push(line) })
    await query(postgres.connection, 'create table done (n integer)')
    const postmaster = await pidOf('postmaster', dataDir)
    const acknowledged = await insertUntilItBreaks(postgres, () => process.kill(postmaster, 'SIGKILL'))
    await until('PostgreSQL is back', () => accepts(postgres))
    const [row] = await query<{ rows: number }>(postgres.connection, 'select count(*)::int as rows from done')
    // One more may have been committed without an acknowledgment.
    assert.ok(
      row && row.rows >= acknowledged && row.rows <= acknowledged + 1,
      `${row?.rows} of ${acknowledged}`,
    )
    assert.match(said.join('\n'), /PostgreSQL died \(SIGKILL\); restarting it/)
  })

  it('keeps running after kill -9 of its keeper, and gets a new one', async function () {
    const dataDir = await dataDirWithCluster(this)
    const said: string[] = []
    await using postgres = await startPostgres({ dataDir, settings, log: (line) => said.push(line) })
    const worker = await child('join', { dataDir, settings })
    const keeper = await pidOf('keeper', dataDir)
    const postmaster = await pidOf('postmaster', dataDir)
    process.kill(keeper, 'SIGKILL')
    await until('a new keeper is running', () => said.includes('A new PostgreSQL keeper is running'))
    assert.notEqual(await pidOf('keeper', dataDir), keeper)
    assert.equal(await pidOf('postmaster', dataDir), postmaster)
    await worker.end('cleanly')
    assert.deepEqual(await query(postgres.connection, 'select 1 as n'), [{ n: 1 }])
  })

  it('is restarted if it is killed together with its keeper', async function () {
    const dataDir = await dataDirWithCluster(this)
    await using postgres = await startPostgres({ dataDir, settings })
    const keeper = await pidOf('keeper', dataDir)
    const postmaster = await pidOf('postmaster', dataDir)
    process.kill(keeper, 'SIGKILL')
    process.kill(postmaster, 'SIGKILL')
    await until('PostgreSQL is back', () => accepts(postgres), 15_000)
    assert.notEqual(await pidOf('postmaster', dataDir), postmaster)
  })

  it('is replaced if it was left running but does not answer', async function () {
    const dataDir = await dataDirWithCluster(this)
    const server = await child('start', { dataDir, settings })
    const postmaster = await pidOf('postmaster', dataDir)
    process.kill(await pidOf('keeper', dataDir), 'SIGSTOP')
    process.kill(postmaster, 'SIGSTOP')
    await server.end('SIGKILL')
    process.kill(await pidOf('keeper', dataDir), 'SIGKILL')
    await using postgres = await startPostgres({ dataDir, settings })
    assert.notEqual(await pidOf('postmaster', dataDir), postmaster)
    assert.deepEqual(await query(postgres.connection, 'select 1 as n'), [{ n: 1 }])
  })

  it('has one keeper when several processes start it at once', async function () {
    const dataDir = await dataDirWithCluster(this)
    const started = await Promise.all([0, 1, 2].map(() => startPostgres({ dataDir, settings })))
    assert.ok((await pidOf('keeper', dataDir)) > 0)
    assert.ok((await pidOf('postmaster', dataDir)) > 0)
    await Promise.all(started.map((postgres) => postgres.stop()))
    assert.deepEqual(processesIn(dataDir), [])
  })
})

/** Inserts rows one by one, kills after the hundredth, and returns the number of acknowledged rows. */
async function insertUntilItBreaks({ connection }: EmbeddedPostgres, kill: () => void): Promise<number> {
  const client = new pg.Client({ ...connection })
  client.on('error', () => undefined)
  await client.connect()
  for (let acknowledged = 0; ; acknowledged += 1) {
    if (acknowledged === 100) kill()
    try {
      await client.query('insert into done values ($1)', [acknowledged])
    } catch {
      return acknowledged
    }
  }
}

async function accepts({ connection }: EmbeddedPostgres): Promise<boolean> {
  return query(connection, 'select 1').then(
    () => true,
    () => false,
  )
}
