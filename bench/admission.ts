/** Measures the cost of placing one step, with many finished and many queued jobs. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { joinNode, nextNode } from '../schema/queries/nodes/join-node.ts'
import { connect, type Database, migrate } from '../schema/sql/database.ts'
import { startPostgres } from '../server/postgres/postgres.ts'
import { Admission } from '../steps/engine/admission/admission.ts'
import { thisProcess } from '../steps/engine/node/process-identity.ts'
import { type Measured, median } from './run/table.ts'

/** Steps that one round places: the number of slots. */
const SLOTS = 50
const ROUNDS = 15
// biome-ignore format: a table
const CASES = [
  { finished: 1_000,     queued: 100 },
  { finished: 1_000,     queued: 100_000 },
  { finished: 1_000_000, queued: 100 },
  { finished: 1_000_000, queued: 100_000 },
] as const

export async function admission(): Promise<Measured> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callsheet-bench-'))
  await using postgres = await startPostgres({ dataDir })
  const database = await connect(postgres.connection)
  try {
    await migrate(database)
    await joined(database)
    const costs: number[] = []
    let finished = 0
    for (const wanted of CASES) {
      if (wanted.finished > finished) await run(database, finishedJobs(wanted.finished - finished))
      finished = wanted.finished
      await run(database, NONE_QUEUED)
      await run(database, queuedJobs(wanted.queued))
      await run(database, 'vacuum analyze')
      costs.push(await perStep(database))
    }
    return measured(costs)
  } finally {
    await database.close()
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

function measured(costs: readonly number[]): Measured {
  const [base = Number.NaN] = costs
  return {
    title: `admission: cost per step, with ${SLOTS} placed in one round`,
    columns: ['finished jobs', 'queued jobs', 'ms per step', '× the first'],
    rows: CASES.map(({ finished, queued }, at) => {
      const cost = costs[at] ?? Number.NaN
      return [count(finished), count(queued), cost.toFixed(3), (cost / base).toFixed(2)]
    }),
    notes: [`Medians of ${ROUNDS} rounds: the lock, the candidates, the decision and the placements.`],
  }
}

/** Time per step, ms. Restores the queue afterwards. */
async function perStep(database: Database): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await run(database, 'update callsheet.node set beat = callsheet.now()')
    const one = new Admission(database)
    const begun = performance.now()
    let placed = 0
    for (let again = true; again; ) {
      const admitted = await one.round(undefined)
      placed += admitted?.placed.length ?? 0
      again = admitted?.again === true
    }
    times.push((performance.now() - begun) / placed)
    if (placed !== SLOTS) throw new Error(`expected ${SLOTS} placed steps, got ${placed}`)
    await run(database, 'delete from callsheet.placement')
  }
  return median(times)
}

async function joined(database: Database): Promise<void> {
  const capacity = { slots: { cpu: SLOTS }, encoders: [], gpus: {}, reaches: null }
  const id = await nextNode(database.em.fork())
  await joinNode(database.em.fork(), {
    id,
    name: 'bench',
    hostId: 'bench',
    hostName: 'bench',
    ...capacity,
    ...thisProcess(),
  })
}

async function run(database: Database, sql: string): Promise<void> {
  await database.em.fork().execute(sql)
}

function count(jobs: number): string {
  return jobs.toLocaleString('en')
}

/**
 * Runs the SQL without triggers and in one transaction, because this benchmark does not read what triggers
 * write.
 */
const quietly = (sql: string) => `begin; set local session_replication_role = replica; ${sql}; commit`

const NEED = JSON.stringify({ type: 'NO_OP', category: 'cpu' })

const finishedJobs = (jobs: number) =>
  quietly(/* sql */ `
with made as (
  insert into callsheet.job (type, state, priority, user_name, started, run_started, finished)
  select 'NO_OP', 'FINISHED', 3, 'user' || n % 50, t, t + interval '3 s', t + interval '9 s'
  from (select n, date_trunc('month', now()) + n * interval '2 s' as t from generate_series(1, ${jobs}) n) made
  returning id)
insert into callsheet.step (job_id, number, name, description, state, priority, need, runs_as, tries)
select id, 100, 'no-op', 'Doing nothing.', 'FINISHED', 3, '${NEED}', 'STARTED_ASYNCHRONOUS', 6 from made`)

const NONE_QUEUED = quietly(/* sql */ `
delete from callsheet.step where state = 'READY';
delete from callsheet.job where finished is null`)

const queuedJobs = (jobs: number) =>
  quietly(/* sql */ `
with made as (
  insert into callsheet.job (type, state, priority, user_name)
  select 'NO_OP', 'READY', 1 + n % 5, 'user' || n % 50 from generate_series(1, ${jobs}) n
  returning id, priority)
insert into callsheet.step (job_id, number, name, description, state, priority, need, runs_as, tries)
select id, 100, 'no-op', 'Doing nothing.', 'READY', priority, '${NEED}', 'STARTED_ASYNCHRONOUS', 6 from made`)
