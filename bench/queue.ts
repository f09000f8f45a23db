/** Jobs that do nothing, through the whole of the engine; beside a queue written by hand, graphile-worker and pg-boss. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, migrate } from '../schema/sql/database.ts'
import { ensureAdmin } from '../server/auth/ensure-admin.ts'
import { startPostgres } from '../server/postgres/postgres.ts'
import { clock } from '../steps/engine/runtime/clock.ts'
import { type Entry, entries } from './queues/queue-entries.ts'
import { Worker } from './queues/queue-worker.ts'
import { type Measured, median, quantile } from './run/table.ts'

const CONNECTIONS = 16
const JOBS = 500
const AHEAD = 2_000
/** Of each queue, by turns: what the machine does besides meets them all. */
const TURNS = 3
const ONE_BY_ONE = 100
const WARM_UP = 100
/** One that takes longer is known well enough by then. */
const MOST_MS = 30_000

export async function queue(): Promise<Measured> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callsheet-bench-'))
  await using postgres = await startPostgres({ dataDir, maxConnections: 120 })
  try {
    const database = await connect(postgres.connection)
    await migrate(database)
    await ensureAdmin(database.em.fork(), 'admin')
    await database.close()
    const taken = new Map<string, Taken[]>()
    for (let turn = 0; turn < TURNS; turn++)
      for (const open of entries(CONNECTIONS)) {
        await using entry = await open(postgres.connection)
        const turns = taken.get(entry.name) ?? []
        taken.set(entry.name, [...turns, await measured(entry, postgres.connection)])
      }
    return { ...HEAD, rows: [...taken].map(([name, turns]) => row(name, turns)) }
  } finally {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

const HEAD = {
  title: `queue: jobs of one step that does nothing, ${CONNECTIONS} connections, 10 at once`,
  columns: [
    '',
    'submit → running p50, ms',
    'p95, ms',
    'submit → finished, jobs/s',
    `drain of ${AHEAD}, jobs/s`,
  ],
  notes: [
    'Callsheet is asked by POST /job over HTTP, the others by their own call over plain pg.',
    'By hand: job, step, attempt and history rows as ours; graphile-worker and pg-boss keep a row a job, or none.',
    `Medians of ${TURNS} turns, in each of which they follow one another.`,
    'Drain: from the first that runs to the last that is finished, at most 30 s, submitted while no worker was there.',
  ],
} as const

/** One turn of one queue. */
interface Taken {
  /** Each from submit to running, ms. */
  readonly latencies: readonly number[]
  /** Jobs a second, from the first submitted to the last finished. */
  readonly through: number
  /** Jobs a second of those submitted ahead. */
  readonly drained: number
}

function row(name: string, turns: readonly Taken[]): readonly string[] {
  const latencies = turns.flatMap((turn) => turn.latencies)
  const rates = [turns.map(({ through }) => through), turns.map(({ drained }) => drained)]
  return [
    name,
    ...[median(latencies), quantile(latencies, 0.95)].map((ms) => ms.toFixed(1)),
    ...rates.map((rate) => median(rate).toFixed(0)),
  ]
}

async function measured(entry: Entry, connection: object): Promise<Taken> {
  let worker = await Worker.start(entry.name, connection)
  const latencies: number[] = []
  for (let round = 0; round < WARM_UP + ONE_BY_ONE; round++) {
    // Each is to find the worker at rest.
    await clock.sleep(20)
    const begun = performance.now()
    const at = await worker.running(await entry.submit())
    if (round >= WARM_UP) latencies.push(at - begun)
  }
  const begun = performance.now()
  await submitted(entry, JOBS)
  const through = await rate(entry, JOBS, begun)
  await worker[Symbol.asyncDispose]()
  await submitted(entry, AHEAD)
  worker = await Worker.start(entry.name, connection)
  const drained = await rate(entry, AHEAD, await worker.first)
  await worker[Symbol.asyncDispose]()
  return { latencies, through, drained }
}

async function submitted(entry: Entry, count: number): Promise<void> {
  let left = count
  const lane = async () => {
    while (left-- > 0) await entry.submit()
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, lane))
}

/** Jobs finished a second, until all are or for as long as anybody wants to wait. */
async function rate(entry: Entry, jobs: number, since: number): Promise<number> {
  for (;;) {
    const left = await entry.unfinished()
    const ms = performance.now() - since
    if (left === 0 || ms > MOST_MS) return ((jobs - left) / ms) * 1_000
    await clock.sleep(10)
  }
}
