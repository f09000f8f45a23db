/**
 * The queries of every second and every admission read few rows, however many jobs queue, wait or have ended.
 */
import assert from 'node:assert/strict'
import type { EntityManager } from '@mikro-orm/postgresql'
import { acquireAdmissionLock } from '../../../schema/queries/admission/admission-lock.ts'
import { readySteps } from '../../../schema/queries/admission/ready-steps.ts'
import { NARROW } from '../../../schema/queries/admission/ready-steps-sql.ts'
import { retryingJobs } from '../../../schema/queries/admission/retrying-jobs.ts'
import { passedLimits } from '../../../schema/queries/nodes/passed-limits.ts'
import { dropOrphans, dueRetries, strandedPlacements } from '../../../schema/queries/nodes/rescue.ts'
import { dueProblems } from '../../../schema/queries/problems/due-problems.ts'
import { dropUnwanted, resolvedWaits } from '../../../schema/queries/problems/problems.ts'
import { usualDuration } from '../../../schema/queries/records/usual-durations.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { database, type TestDatabase } from '../../setup.ts'

const JOBS = 3_000
/** Allows a few rows for each node, need and candidate. */
const FEW = 400

describe('With thousands of jobs queued, waiting and ended', function () {
  this.timeout(60_000)
  let test: TestDatabase
  before(async () => {
    test = await database()
    const em = test.database.em.fork()
    for (const state of ['FINISHED', 'READY', 'WAITING'] as const) {
      await execute(em, MAKE_JOBS, [state, JOBS])
      await execute(em, MAKE_STEPS, [state])
    }
    await execute(em, MAKE_PROBLEM)
    await execute(em, MAKE_PASSED, [JOBS])
    await dropUnwanted(em)
    await execute(em, 'analyze')
  })
  after(() => test[Symbol.asyncDispose]())

  // biome-ignore format: a table
  for (const [what, ask] of [
    ['admission limited by hosts only',                     (em: EntityManager) => readySteps(em, NARROW)],
    ['admission that locks the first candidates',           locking],
    ['admission with the widest search',                    (em: EntityManager) => readySteps(em)],
    ['admission at the limit of concurrent jobs',           bounded],
    ['passedLimits',                                        passedLimits],
    ['resolvedWaits',                                       resolvedWaits],
    ['dueProblems',                                         (em: EntityManager) => dueProblems(em, 20)],
    ['dueRetries',                                          dueRetries],
    ['retryingJobs',                                        retryingJobs],
    ['strandedPlacements',                                  (em: EntityManager) => strandedPlacements(em, 3)],
    ['dropOrphans',                                         dropOrphans],
    ['usualDuration',                                       (em: EntityManager) => usualDuration(em, 'TEST')],
  ] as const) {
    it(`${what} reads few rows`, async () => {
      const read = await test.database.em.fork().transactional(async (em) => {
        const before = await rowsRead(em)
        await ask(em)
        return (await rowsRead(em)) - before
      })
      assert.ok(read <= FEW, `${read} rows`)
    })
  }
})

async function rowsRead(em: EntityManager): Promise<number> {
  const [row] = await execute<{ read: string }>(em, ROWS_READ)
  return Number(row?.read)
}

async function locking(em: EntityManager): Promise<void> {
  const turn = await acquireAdmissionLock(em, NARROW, 10)
  assert.deepEqual([turn?.locked.length, turn?.ids.length], [10, 10])
}

async function bounded(em: EntityManager): Promise<void> {
  await execute(em, 'update callsheet.queue set concurrent_jobs = 4')
  await readySteps(em)
}

const MAKE_JOBS = /* sql */ `
insert into callsheet.job (type, state, priority, user_name, queue_limit, queue_until, run_started, finished)
select 'TEST', state, 3, 'ann', 3600, callsheet.now() + interval '1 hour',
  case when state = 'FINISHED' then callsheet.now() - interval '5 seconds' end,
  case when state = 'FINISHED' then callsheet.now() end
from (select ?::text as state) given, generate_series(1, ?::integer)`
const MAKE_STEPS = /* sql */ `
insert into callsheet.step (job_id, number, name, description, state, priority, need, runs_as, tries)
select id, 100, 'test', 'Test.', state, 3, '{"type":"TEST","category":"cpu"}', 'STARTED_ASYNCHRONOUS', 6
from callsheet.job where state = ?::text`
const MAKE_PROBLEM = /* sql */ `
with problem as (
  insert into callsheet.problem (type, resource, requirement, next_check)
  values ('STORAGE', 'main', 'to have room', callsheet.now() + interval '1 minute')
  returning id
)
insert into callsheet.waiting_step (problem_id, step_id, job_id)
select problem.id, s.id, s.job_id from problem, callsheet.step s where s.state = 'WAITING'`
const MAKE_PASSED = /* sql */ `
insert into callsheet.problem (type, resource, requirement, resolved)
select 'FILE', 'file ' || n, 'to exist', callsheet.now() from generate_series(1, ?::integer) n`
const ROWS_READ = /* sql */ `
select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) as read from pg_stat_xact_user_tables where schemaname = 'callsheet'`
