/** The submitting side of each queue of the `queue` benchmark. */

import { makeWorkerUtils } from 'graphile-worker'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { KeepAlive, requestOf } from '../run/keep-alive.ts'
import { ADMIN } from '../run/server.ts'
import { PUT, TABLES, UNFINISHED } from './queue-by-hand.ts'
import { Worker } from './queue-worker.ts'
import type { Role } from './queue-workers.ts'

export interface Entry extends AsyncDisposable {
  readonly name: Exclude<Role, 'api'>
  /** Returns the id that the worker will report. */
  submit(): Promise<number>
  unfinished(): Promise<number>
}

type Open = (connection: pg.ClientConfig) => Promise<Entry>

export function entries(connections: number): readonly Open[] {
  const pooled = (connection: pg.ClientConfig) => {
    const pool = new pg.Pool({ ...connection, max: connections })
    const complain = (error: Error) => process.stderr.write(`${error}\n`)
    // Also on clients in use, whose errors are not reported otherwise.
    return pool.on('error', complain).on('connect', (client) => client.on('error', complain))
  }
  return [
    (connection) => callsheet(connection, pooled(connection), connections),
    (connection) => byHand(pooled(connection)),
    (connection) => graphile(pooled(connection)),
    (connection) => boss(connection, pooled(connection), connections),
  ]
}

async function callsheet(connection: pg.ClientConfig, pool: pg.Pool, connections: number): Promise<Entry> {
  const api = await Worker.start('api', connection)
  const idle = await Promise.all(Array.from({ length: connections }, () => KeepAlive.open(api.url)))
  const request = requestOf('POST /API/job?type=NO_OP', {
    accept: 'application/json',
    authorization: ADMIN,
    'content-length': '0',
  })
  return {
    name: 'Callsheet',
    async submit() {
      const kept = idle.pop()
      if (!kept) throw new Error('more concurrent submits than connections')
      const connection = kept.isOpen ? kept : await KeepAlive.open(api.url)
      const { status, body } = await connection.ask(request)
      idle.push(connection)
      const id = /"VX-(\d+)"/.exec(body.toString())?.[1]
      if (status !== 200 || id === undefined) throw new Error(`POST /API/job answered ${status}: ${body}`)
      return Number(id)
    },
    unfinished: () =>
      count(pool, 'select count(*)::integer as count from callsheet.job where finished is null'),
    async [Symbol.asyncDispose]() {
      for (const one of idle) one[Symbol.dispose]()
      await pool.end()
      await api[Symbol.asyncDispose]()
    },
  }
}

async function byHand(pool: pg.Pool): Promise<Entry> {
  await pool.query(TABLES)
  return {
    name: 'by hand',
    submit: async () => (await pool.query<{ id: number }>(PUT)).rows[0]?.id ?? Number.NaN,
    unfinished: () => count(pool, UNFINISHED),
    [Symbol.asyncDispose]: () => pool.end(),
  }
}

async function graphile(pool: pg.Pool): Promise<Entry> {
  const utils = await makeWorkerUtils({ pgPool: pool })
  await utils.migrate()
  return {
    name: 'graphile-worker',
    submit: async () => Number((await utils.addJob('no_op', {})).id),
    unfinished: () => count(pool, 'select count(*)::integer as count from graphile_worker.jobs'),
    async [Symbol.asyncDispose]() {
      await utils.release()
      await pool.end()
    },
  }
}

async function boss(connection: pg.ClientConfig, pool: pg.Pool, connections: number): Promise<Entry> {
  const started = new PgBoss({
    ...(connection as object),
    max: connections,
    supervise: false,
    schedule: false,
    useListenNotify: true,
  })
  await started.start()
  await started.createQueue('no_op', { notify: true })
  let submitted = 0
  return {
    name: 'pg-boss',
    async submit() {
      const n = ++submitted
      await started.send('no_op', { n })
      return n
    },
    unfinished: () =>
      count(
        pool,
        `select count(*)::integer as count from pgboss.job where name = 'no_op' and state < 'completed'`,
      ),
    async [Symbol.asyncDispose]() {
      await started.stop({ graceful: false })
      await pool.end()
    },
  }
}

async function count(pool: pg.Pool, statement: string): Promise<number> {
  return (await pool.query<{ count: number }>(statement)).rows[0]?.count ?? Number.NaN
}
