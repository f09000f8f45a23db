/** Tests that servers wait for a PostgreSQL that is away, and refuse one that they cannot use. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startPostgres } from '../../../server/postgres/postgres.ts'
import { CONNECTIONS_NEEDED } from '../../../server/process/database/connections.ts'
import { Home } from '../life/home.ts'
import { clip, eventually, kill } from '../life/outside.ts'
import { Gate } from './gate.ts'

const FAST = { fsync: 'off' }

function socketOf(dataDir: string): string {
  return join(dataDir, 'run', 'socket')
}

function urlOf(dataDir: string): string {
  return `postgres://postgres@localhost/postgres?host=${socketOf(dataDir)}`
}

/** A PostgreSQL, and a gate before it. */
async function gated(maxConnections = 60) {
  const stack = new AsyncDisposableStack()
  const { dataDir } = stack.use(new Home())
  stack.use(await startPostgres({ dataDir, settings: FAST, maxConnections }))
  const gate = stack.use(await Gate.to(join(socketOf(dataDir), '.s.PGSQL.5432')))
  const url = `postgres://postgres@127.0.0.1:${gate.port}/postgres`
  return { gate, url, dataDir, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

describe('a start on a PostgreSQL that is away', function () {
  this.timeout(60_000)

  it('waits until it is started, and says so', async () => {
    await using other = new Home()
    await using home = new Home()
    const starting = home.start({ environment: { DATABASE_URL: urlOf(other.dataDir) } })
    await home.pid('server')
    await sleep(4_000)
    await using _postgres = await startPostgres({ dataDir: other.dataDir, settings: FAST })
    const server = await starting
    assert.match(server.said, /waiting for PostgreSQL, for \d+ s at most: connect ENOENT/)
    assert.match(server.said, /PostgreSQL is available after \d+ s/)
    assert.deepEqual(await server.stop('SIGTERM'), { code: 0, signal: null })
  })

  for (const [refusal, reason] of [
    ['57P03', 'the database system is in recovery mode'],
    ['53300', 'sorry, too many clients already'],
  ] as const)
    for (const role of ['all', 'worker'])
      it(`waits while it answers ${refusal}, with --role ${role}`, async () => {
        await using to = await gated()
        await using home = new Home()
        to.gate.refuses = refusal
        const starting = home.start({ args: ['--role', role], environment: { DATABASE_URL: to.url } })
        await eventually('it was refused', () => to.gate.refused > 0)
        to.gate.refuses = undefined
        const server = await starting
        assert.match(server.said, new RegExp(`waiting for PostgreSQL, for \\d+ s at most: ${reason}`))
        await server.stop('SIGTERM')
      })

  it('gives up after DATABASE_WAIT, with one sentence', async () => {
    await using home = new Home()
    const environment = { DATABASE_URL: 'postgres://u@127.0.0.1:1/x', DATABASE_WAIT: '2', LOG_LEVEL: 'error' }
    const { code, said } = await home.run({ environment })
    assert.equal(
      said,
      'Cannot use the PostgreSQL at DATABASE_URL: connect ECONNREFUSED 127.0.0.1:1 (waited 2 s, DATABASE_WAIT)',
    )
    assert.equal(code, 1)
  })

  it('can be stopped while it waits', async () => {
    await using to = await gated()
    await using home = new Home()
    to.gate.refuses = '53300'
    const running = home.run({ environment: { DATABASE_URL: to.url } })
    // It asks again only after it has said that it waits.
    await eventually('it was refused twice', () => to.gate.refused > 1)
    kill(await home.pid('server'), 'SIGTERM')
    const { code, said } = await running
    assert.match(said, /^[^\n]*waiting for PostgreSQL[^\n]*$/)
    assert.equal(code, 0)
  })
})

describe('a running server whose PostgreSQL has no connection left', function () {
  this.timeout(60_000)

  it('answers 503 with Retry-After, keeps its agent, logs each trouble once, and goes on', async () => {
    await using to = await gated()
    await using home = new Home()
    const sourceUri = `file://${await clip(join(await home.mediaFolder(), 'clip.mp4'), 1)}`
    const server = await home.start({ environment: { DATABASE_URL: to.url } })
    const agent = await home.pid('agent')
    to.gate.refuses = '53300'
    to.gate.cut()
    await sleep(1_000)
    const refused = await server.request('POST', '/job?type=TRANSCODE')
    assert.equal(refused.status, 503)
    assert.equal(refused.headers.get('retry-after'), '5')
    await sleep(4_000)
    const lines = server.said.split('\n').filter((line) => /too many clients/.test(line))
    const said = lines.map((line) => (JSON.parse(line) as { readonly msg: string }).msg)
    assert.deepEqual(said.toSorted(), [...new Set(said)].toSorted())
    assert.ok(!lines.some((line) => /"msg":[^\n]*\\n {4}at /.test(line)), 'no stack traces')
    to.gate.refuses = undefined
    await eventually('it answers', async () => (await server.request('GET', '/job')).status === 200)
    await server.final(await server.submit({ sourceUri, tags: 'lowres' }), 'FINISHED')
    assert.equal(await home.pid('agent'), agent)
    await server.stop('SIGTERM')
  })
})

describe('a PostgreSQL that cannot be used', function () {
  this.timeout(60_000)

  it('is refused if it allows fewer connections than the role needs, by --check and by the start', async () => {
    const needed = CONNECTIONS_NEEDED.all
    await using to = await gated(needed - 2)
    await using home = new Home()
    const environment = { DATABASE_URL: to.url }
    for (const args of [['--check'], []]) {
      const { code, said } = await home.run({ args, environment })
      assert.ok(
        said.includes(
          `PostgreSQL allows this user ${needed - 2} connections, and this process needs ${needed}: raise max_connections`,
        ),
        said,
      )
      assert.equal(code, 1)
    }
    assert.equal((await home.run({ args: ['--check', '--role', 'api'], environment })).code, 0)
  })

  for (const [mode, works] of [
    ['transaction', false],
    ['statement', false],
    ['session', true],
  ] as const)
    it(`is ${works ? 'accepted' : 'refused'} behind a PgBouncer in ${mode} mode`, async function () {
      if (!existsSync(PGBOUNCER)) return this.skip()
      await using to = await gated()
      await using bouncer = await pgBouncer(to, mode)
      await using home = new Home()
      const environment = { DATABASE_URL: bouncer.url }
      const checked = await home.run({ args: ['--check'], environment })
      if (works) {
        assert.equal(checked.said, 'The settings are valid.')
        const server = await home.start({ environment })
        await home.pid('agent')
        await server.stop('SIGTERM')
      } else {
        assert.match(
          checked.said,
          /^Invalid settings:\n {2}DATABASE_URL leads to a connection pooler in transaction or statement mode/,
        )
        const started = await home.run({ environment })
        assert.match(
          started.said,
          /^DATABASE_URL leads to a connection pooler in transaction or statement mode/,
        )
      }
    })
})

const PGBOUNCER = '/usr/sbin/pgbouncer'

/** A PgBouncer in front of a gate. It refuses to run as root. */
async function pgBouncer({ gate }: { readonly gate: Gate }, mode: string) {
  const folder = mkdtempSync(join(tmpdir(), 'callsheet-pgbouncer-'))
  const port = await freePort()
  const file = join(folder, 'pgbouncer.ini')
  writeFileSync(
    file,
    `[databases]
postgres = host=127.0.0.1 port=${gate.port} dbname=postgres user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
`,
  )
  chmodSync(folder, 0o755)
  const user = process.geteuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const running = spawn(PGBOUNCER, [file], { stdio: 'ignore', ...user })
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  await eventually('PgBouncer answers', () => answers(url))
  return {
    url,
    async [Symbol.asyncDispose]() {
      running.kill('SIGKILL')
      rmSync(folder, { recursive: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end()
  }
}
