/** Measures no-op jobs through the whole engine, against a handwritten queue, graphile-worker and pg-boss. */

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
/** The queues alternate, so that other load on the machine affects them all. */
const TURNS = 3
const ONE_BY_ONE = 100
const WARM_UP = 100
/** A longer measurement is stopped here; it is accurate enough. */
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
  title: `queue: jobs of one no-op step, ${CONNECTIONS} connections, 10 at once`,
  columns: [
    '',
    'submit → running p50, ms',
    'p95, ms',
    'submit → finished, jobs/s',
    `drain of ${AHEAD}, jobs/s`,
  ],
  notes: [
    'Callsheet: POST /job over HTTP; the others: their own call over plain pg.',
    'By hand: the same job, step, attempt and history rows; graphile-worker and pg-boss keep at most one row per job.',
    `Medians of ${TURNS} turns; each turn runs the queues one after the other.`,
    'Drain: from the first job running to the last finished, at most 30 s; submitted before a worker starts.',
  ],
} as const

/** One turn of one queue. */
interface Taken {
  /** From submit to running, ms, of each job. */
  readonly latencies: readonly number[]
  /** Jobs per second, from the first submit to the last end. */
  readonly through: number
  /** Jobs per second of those submitted before the worker started. */
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
    // Lets the worker become idle before each job.
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

/** Finished jobs per second, until all are finished or `MOST_MS` has passed. */
async function rate(entry: Entry, jobs: number, since: number): Promise<number> {
  for (;;) {
    const left = await entry.unfinished()
    const ms = performance.now() - since
    if (left === 0 || ms > MOST_MS) return ((jobs - left) / ms) * 1_000
    await clock.sleep(10)
  }
}
