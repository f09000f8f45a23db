import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { joinPostgres, startPostgres } from '../../../server/postgres/postgres.ts'
import {
  child,
  dataDirFor,
  dataDirWithCluster,
  HASTY,
  nothingIsLeft,
  processesIn,
  query,
  until,
} from './processes.ts'

const NOBODY = 65_534
const settings = HASTY

describe('starting the embedded PostgreSQL', function () {
  this.timeout(20_000)
  before(function () {
    if (process.platform !== 'linux') this.skip()
  })
  afterEach(function () {
    return nothingIsLeft(this)
  })

  it('creates a cluster at the first start and keeps its rows for the next', async function () {
    const dataDir = dataDirFor(this)
    {
      await using postgres = await startPostgres({ dataDir, settings })
      await query(postgres.connection, 'create table kept as select 42 as n')
      assert.ok(processesIn(dataDir).length > 1)
    }
    assert.deepEqual(processesIn(dataDir), [], 'stop() resolves after PostgreSQL and its keeper have ended')
    await using postgres = await startPostgres({ dataDir, settings })
    assert.deepEqual(await query(postgres.connection, 'select n from kept'), [{ n: 42 }])
  })

  it('listens only on a socket in a folder of mode 0700, with the given settings', async function () {
    await using postgres = await startPostgres({
      dataDir: await dataDirWithCluster(this),
      maxConnections: 33,
      settings,
    })
    assert.equal(statSync(postgres.connection.host).mode & 0o777, 0o700)
    for (const [name, value] of [
      ['listen_addresses', ''],
      ['max_connections', '33'],
      ['fsync', 'off'],
      ['server_encoding', 'UTF8'],
    ] as const) {
      assert.deepEqual(await query(postgres.connection, `select current_setting('${name}') as value`), [
        { value },
      ])
    }
  })

  it('works for an ordinary user, who owns the cluster', async function () {
    if (process.getuid?.() !== 0) return this.skip()
    const dataDir = dataDirFor(this, NOBODY)
    const server = await child('start', { dataDir, settings }, { uid: NOBODY, gid: NOBODY })
    assert.equal(server.said.failed, undefined)
    assert.equal(statSync(join(dataDir, 'postgres')).uid, NOBODY)
    assert.deepEqual(await query(server.said.connection, 'select 1 as n'), [{ n: 1 }])
    await server.end('cleanly')
    assert.deepEqual(processesIn(dataDir), [])
  })

  it('removes the draft of an interrupted initdb', async function () {
    const dataDir = dataDirFor(this)
    mkdirSync(join(dataDir, 'postgres.new-abc', 'base'), { recursive: true })
    writeFileSync(join(dataDir, 'postgres.new-abc', 'PG_VERSION'), '18\n')
    await using _ = await startPostgres({ dataDir, settings })
    assert.deepEqual(readdirSync(dataDir).sort(), ['postgres', 'postgres.log', 'run'])
  })

  it('recovers from a kill during initdb', async function () {
    const dataDir = dataDirFor(this)
    const starting = child('start', { dataDir, settings, graceMs: 100 })
    await initdbHasBegun(dataDir)
    for (const { pid } of processesIn(dataDir)) process.kill(pid, 'SIGKILL')
    await starting
    assert.ok(!existsSync(join(dataDir, 'postgres')))
    await using postgres = await startPostgres({ dataDir, settings })
    assert.deepEqual(await query(postgres.connection, 'select 1 as n'), [{ n: 1 }])
  })

  it('puts the sockets elsewhere if DATA_DIR is too long for a socket path, and removes them', async function () {
    const dataDir = join(dataDirFor(this), 'deep'.repeat(30))
    const postgres = await startPostgres({ dataDir, settings })
    const { host } = postgres.connection
    assert.ok(host.length < 80 && !host.startsWith(dataDir), host)
    assert.deepEqual(await query(postgres.connection, 'select 1 as n'), [{ n: 1 }])
    const other = await startPostgres({ dataDir: join(dataDir, '..', 'deep'.repeat(30)), settings })
    assert.equal(other.connection.host, host)
    await other.stop()
    await postgres.stop()
    assert.ok(!existsSync(host))
  })

  it('ignores a stale postmaster.pid, even if another program has the pid', async function () {
    const dataDir = await dataDirWithCluster(this)
    const other = spawn('sleep', ['60'])
    for (const pid of [other.pid, 4_194_300]) {
      writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), stalePidFile(pid, dataDir))
      await using postgres = await startPostgres({ dataDir, settings })
      assert.deepEqual(await query(postgres.connection, 'select 1 as n'), [{ n: 1 }])
    }
    assert.equal(other.exitCode, null, 'the other program keeps running')
    other.kill()
  })

  it("fails with PostgreSQL's own error message", async function () {
    const dataDir = await dataDirWithCluster(this)
    await assert.rejects(startPostgres({ dataDir, settings: { ...settings, shared_buffers: 'plenty' } }), {
      message: /PostgreSQL did not start \(exit code 1\):\n.*FATAL:.*shared_buffers.*plenty/s,
    })
  })

  it('refuses a folder that is neither empty nor a cluster', async function () {
    const dataDir = dataDirFor(this)
    mkdirSync(join(dataDir, 'postgres'))
    writeFileSync(join(dataDir, 'postgres', 'photo.jpg'), '')
    await assert.rejects(startPostgres({ dataDir, settings }), /neither empty nor a PostgreSQL cluster/)
  })

  it('is possible for a worker only if a server has run on the DATA_DIR', async function () {
    const dataDir = dataDirFor(this)
    await assert.rejects(joinPostgres({ dataDir, settings }), { name: 'NoPostgres', message: /DATABASE_URL/ })
    await (await startPostgres({ dataDir, settings })).stop()
    await using postgres = await joinPostgres({ dataDir, settings })
    assert.deepEqual(await query(postgres.connection, 'select 1 as n'), [{ n: 1 }])
  })
})

function stalePidFile(pid: number | undefined, dataDir: string): string {
  const cluster = join(dataDir, 'postgres')
  const lines = [
    pid,
    cluster,
    1_790_000_000,
    5432,
    join(dataDir, 'run', 'socket'),
    '',
    '  2146320        24',
    'ready   ',
  ]
  return `${lines.join('\n')}\n`
}

async function initdbHasBegun(dataDir: string): Promise<void> {
  const begun = () => readdirSync(dataDir).some((name) => existsSync(join(dataDir, name, 'base')))
  await until('initdb has begun', begun)
}
