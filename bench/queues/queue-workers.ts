/**
 * The worker processes of the `queue` benchmark, and the API of Callsheet. Run as a program, this file is one
 * of them.
 */

import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Logger, run } from 'graphile-worker'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { readConfig } from '../../config/config.ts'
import { type Connection, connect } from '../../schema/sql/database.ts'
import { apiApp, listen } from '../../server/http/api.ts'
import { toolsOf } from '../../server/process/tools.ts'
import { agent } from '../../steps/engine/node/agent.ts'
import { clock } from '../../steps/engine/runtime/clock.ts'
import { JobListener } from '../../steps/engine/runtime/job-listener.ts'
import { Scripts } from '../../tasks/script/scripts.ts'
import { noOpType } from './no-op.ts'
import { work } from './queue-by-hand.ts'

export const PROGRAM: string = fileURLToPath(import.meta.url)
export type Role = 'api' | 'Callsheet' | 'by hand' | 'graphile-worker' | 'pg-boss'
/** Concurrent jobs of each worker. */
const AT_ONCE = 10

type Here = Extract<Connection, { readonly host: string }>
type Running = (job: number) => unknown
/** Resolves, once it is ready, with a function that stops it. */
type Start = (connection: Here, onRunning: Running) => Promise<() => Promise<unknown>>

const START: Readonly<Record<Role, Start>> = {
  api: async (connection) => {
    const read = readConfig({ LOG_LEVEL: 'silent' })
    if ('wrong' in read) throw new Error(read.wrong.join('\n'))
    const { config } = read
    const tools = toolsOf(config, {})
    const changes = new JobListener(connection, clock, complain)
    const app = apiApp({
      ...{
        config,
        tools,
        changes,
        database: await connect(connection),
        version: '0',
        publish: () => undefined,
      },
      jobTypes: [noOpType(() => undefined)],
      scripts: new Scripts(),
      onError: complain,
      now: () => performance.now(),
    })
    process.send?.({ url: (await listen(app, '127.0.0.1', 0)).url })
    return async () => process.exit()
  },
  Callsheet: async (connection, onRunning) => {
    const stop = new AbortController()
    const joined = Promise.withResolvers<void>()
    const ended = agent(
      {
        ...{ connection, jobTypes: [noOpType<undefined>(onRunning)], tools: undefined, problems: [] },
        ...{ name: 'bench', hostId: 'bench', hostName: 'bench', firstBackoffMs: 0 },
        capacity: { slots: { cpu: AT_ONCE }, encoders: [], gpus: {}, reaches: null },
        publish: (event) => {
          if (event.type === 'node-joined') joined.resolve()
          if (event.type === 'trouble') complain(event.error)
        },
      },
      stop.signal,
      () => undefined,
    )
    await joined.promise
    return () => {
      stop.abort()
      return ended
    }
  },
  'by hand': (connection, onRunning) => work(connection, AT_ONCE, onRunning),
  'graphile-worker': async (connection, onRunning) => {
    const pool = new pg.Pool({ ...connection, max: AT_ONCE + 2 })
    // Also on clients in use, whose errors are not reported otherwise.
    pool.on('error', complain).on('connect', (client) => client.on('error', complain))
    const runner = await run({
      ...{ pgPool: pool, concurrency: AT_ONCE, noHandleSignals: true },
      taskList: { no_op: (_payload, { job }) => void onRunning(Number(job.id)) },
      logger: new Logger(() => () => undefined),
    })
    return async () => {
      await runner.stop()
      await pool.end()
    }
  },
  'pg-boss': async (connection, onRunning) => {
    const boss = new PgBoss({ ...connection, max: AT_ONCE + 2, useListenNotify: true })
    boss.on('error', complain)
    await boss.start()
    // Without bursts each worker would take one batch per poll; bursts require batches of more than one.
    const options = {
      ...{ localConcurrency: AT_ONCE / 2, batchSize: 2, burstWhenBatchFull: true },
      pollingIntervalSeconds: 0.5,
    }
    await boss.work<{ readonly n: number }>('no_op', options, async (jobs) => {
      for (const { data } of jobs) onRunning(data.n)
    })
    return () => boss.stop({ graceful: false })
  },
}

function complain(error: unknown): void {
  process.stderr.write(`${error}\n`)
}

if (import.meta.main) {
  const [role = '', connection = ''] = process.argv.slice(2)
  // After a disconnect there is no parent to report to.
  const tell = (job: number) => process.connected && process.send?.({ running: job }, () => undefined)
  const stop = await START[role as Role](JSON.parse(connection) as Here, tell)
  process.send?.({ works: true })
  await once(process, 'disconnect')
  await stop()
  process.exit()
}
