import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { database, type TestDatabase } from '../../setup.ts'
import { Home } from '../life/home.ts'
import { clip } from '../life/outside.ts'
import type { Server } from '../life/server.ts'
import { Gate } from './gate.ts'

describe('two servers on one external PostgreSQL', function () {
  this.timeout(60_000)
  let test: TestDatabase
  let empty: string
  let homes: readonly [Home, Home]
  let servers: readonly [Server, Server]
  let sourceUri: string
  const stack = new AsyncDisposableStack()

  before(async () => {
    test = stack.use(await database())
    empty = stack.use(await emptyDatabase(test)).name
    homes = [stack.use(new Home()), stack.use(new Home())]
    sourceUri = `file://${await clip(join(await homes[0].mediaFolder(), 'clip.mp4'), 1)}`
  })
  after(() => stack.disposeAsync())

  it('both start if launched at once on an empty database', async () => {
    const { host } = test.connection
    const gate = stack.use(await Gate.to(join(host, `.s.PGSQL.${test.connection.port}`)))
    // One with the usual URL, the other with the folder of the socket.
    const urls = [
      `postgres://postgres@127.0.0.1:${gate.port}/${empty}`,
      `postgres://postgres@localhost/${empty}?host=${host}`,
    ] as const
    const [one, other] = homes.map((home, at) =>
      home.start({
        environment: {
          DATABASE_URL: urls[at] ?? '',
          CPU_SLOTS: '1',
          MEDIA_ROOTS: join(homes[0].dataDir, 'media'),
          NODE_NAME: `node ${at}`,
        },
      }),
    )
    assert.ok(one && other)
    servers = [await one, await other]
    assert.deepEqual([homes[0].pids('postmaster'), homes[1].pids('postmaster')], [[], []])
  })

  it('see the same jobs and share the slots of their host, so one step runs at a time', async () => {
    const [one, other] = servers
    const ids: string[] = []
    for (let at = 0; at < 4; at += 1)
      ids.push(await (at % 2 ? one : other).submit({ sourceUri, tags: 'lowres' }))
    for (const id of ids) await one.final(id, 'FINISHED')
    assert.equal((await other.job(ids[0] ?? '')).status, 'FINISHED')
    const [count] = await query<{ together: number }>(test, empty, TOGETHER)
    assert.equal(count?.together, 0)
  })

  it('are independent: one finishes a job after the other has stopped', async () => {
    const [one, other] = servers
    const id = await other.submit({ sourceUri, tags: 'audio' })
    await other.stop('SIGTERM')
    await one.final(id, 'FINISHED')
  })
})

/** Counts pairs of attempts whose times overlap; only asynchronous steps take slots. */
const TOGETHER = `
select count(*)::integer as together
from callsheet.attempt a
join callsheet.attempt b on a.id < b.id and a.started < b.changed and b.started < a.changed
where not exists (
  select from callsheet.step s where s.id in (a.step_id, b.step_id) and s.runs_as = 'STARTED')`

async function emptyDatabase(test: TestDatabase) {
  const name = `empty_${randomUUID().replaceAll('-', '')}`
  await query(test, 'postgres', `create database ${name}`)
  const drop = () => query(test, 'postgres', `drop database ${name} with (force)`)
  return { name, [Symbol.asyncDispose]: async () => void (await drop()) }
}

async function query<Row extends object>(
  { connection }: TestDatabase,
  name: string,
  sql: string,
): Promise<readonly Row[]> {
  const client = new pg.Client({ ...connection, database: name })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}
