/** A statement that reads or writes one job touches the partitions of its range only. */
import assert from 'node:assert/strict'
import type { EntityManager } from '@mikro-orm/postgresql'
import { conditionOf } from '../../../schema/queries/jobs/criteria.ts'
import { readJobStatuses } from '../../../schema/queries/jobs/job-status.ts'
import { readJobs } from '../../../schema/queries/jobs/read-jobs.ts'
import { readSource } from '../../../schema/queries/jobs/read-source.ts'
import { fetchPlacements } from '../../../schema/queries/nodes/fetch-placements.ts'
import { strandedPlacements } from '../../../schema/queries/nodes/rescue.ts'
import { makeRanges } from '../../../schema/queries/partitions/partitions.ts'
import { appendLog } from '../../../schema/queries/records/append-log.ts'
import { readHistory } from '../../../schema/queries/records/read-history.ts'
import { countLog, readLog } from '../../../schema/queries/records/read-log.ts'
import { readProgress } from '../../../schema/queries/records/read-progress.ts'
import { reportProgress } from '../../../schema/queries/records/report-progress.ts'
import { changePriority } from '../../../schema/queries/transition/change-priority.ts'
import { freeJobsOf, lockFreeJobs, lockJob } from '../../../schema/queries/transition/lock-job.ts'
import { writeChanges } from '../../../schema/queries/transition/write-change.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { applyChange } from '../../../steps/engine/transition/apply-change.ts'
import { job } from '../../factory.ts'
import { database, type TestDatabase } from '../../setup.ts'

const RANGES = 6

describe('Among several ranges of jobs,', () => {
  let test: TestDatabase
  let id = 0
  let attempt = 0
  before(async () => {
    test = await database()
    const em = test.database.em.fork()
    for (let range = 0; range < RANGES; range += 1) {
      await execute(
        em,
        "select setval('callsheet.job_id_seq', (select max(beyond) - 1 from callsheet.job_range))",
      )
      await makeRanges(em)
    }
    id = 15_000
    const runs = [
      { state: 'STARTED_ASYNCHRONOUS', progress: { value: 1 }, lines: [{ text: 'one' }] },
    ] as const
    await job(test.database, {
      ...{ id, state: 'STARTED', metadata: { title: 'clip' } },
      steps: [
        { number: 100, runs },
        { number: 200, state: 'WAITING' },
      ],
    })
    const [run] = await execute<{ id: number }>(em, 'select id::integer from callsheet.attempt')
    attempt = run?.id ?? 0
    await execute(em, PLACE, [attempt, id])
  })
  after(() => test[Symbol.asyncDispose]())

  const change = async (em: EntityManager) => {
    const locked = await lockJob(em, id)
    assert.ok(locked)
    const node = { nodeId: 1, run: attempt, number: 100 }
    const written = applyChange(locked, {
      transitions: [{ ...node, event: 'finished', result: { ok: true }, metadata: { made: 'yes' } }] as never,
      lastLine: { attempt, line: 3, level: 'info', text: 'done' },
    })
    await execute(em, ...writeChanges([written]))
  }

  // biome-ignore format: a table
  const STATEMENTS: readonly (readonly [string, (em: EntityManager) => Promise<unknown>])[] = [
    ['readJobs with all parts', (em) => readJobs(em, [id], { metadata: true, steps: true, runs: true })],
    ['readJobStatuses',         (em) => readJobStatuses(em, [id])],
    ['readSource',              (em) => readSource(em, id)],
    ['lockJob',                 (em) => lockJob(em, id)],
    ['lockFreeJobs',            async (em) => assert.equal(freeJobsOf(await execute(em, ...lockFreeJobs([id]))).length, 1)],
    ['writeChanges',            change],
    ['changePriority',          (em) => changePriority(em, id, 'HIGH', 'ann')],
    ['appendLog',               (em) => execute(em, ...appendLog([{ job: id, attempt, line: 2, level: 'info', text: 'two', agoMs: 0 }]))],
    ['reportProgress',          (em) => reportProgress(em, [{ job: id, attempt, value: 2, total: null, unit: null, warnings: 0, errors: 0 }])],
    ['readHistory',             (em) => readHistory(em, id)],
    ['readLog',                 (em) => readLog(em, id, { number: 10 })],
    ['countLog',                (em) => countLog(em, id, {})],
    ['readProgress',            (em) => readProgress(em)],
    ['fetchPlacements',         (em) => fetchPlacements(em, 1)],
    ['strandedPlacements',      (em) => strandedPlacements(em, 3)],
  ]
  for (const forFewRows of [true, false])
    for (const [name, ask] of STATEMENTS)
      it(`${name} touches one range${forFewRows ? ', also with a generic plan' : ''}`, async () => {
        const em = test.database.em.fork()
        await em.begin()
        if (forFewRows) await execute(em, 'set local plan_cache_mode = force_generic_plan')
        const before = new Map(
          (await execute<Use>(em, USED)).map(({ name: partition, uses }) => [partition, uses]),
        )
        await ask(em)
        const used = await execute<Use>(em, USED)
        await em.rollback()
        const touched = used.filter(({ name: partition, uses }) => uses !== before.get(partition))
        assert.ok(touched.length > 0)
        assert.deepEqual(
          touched.filter((partition) => !partition.name.endsWith('_10001')),
          [],
        )
      })

  it('a search by metadata reads the index of each range', async () => {
    const { sql, values } = conditionOf({ metadata: [{ key: 'title', value: 'clip' }] })
    const em = test.database.em.fork()
    const plan = await em.execute<{ readonly 'QUERY PLAN': string }[]>(
      `explain select j.id from callsheet.job j ${sql}`,
      [...values],
    )
    const text = plan.map((line) => line['QUERY PLAN']).join('\n')
    assert.doesNotMatch(text, /Seq Scan on metadata/)
  })
})

const PLACE = /* sql */ `
with node as (
  insert into callsheet.host (id, name, slots) values ('h', 'h', '{}') returning id
), here as (
  insert into callsheet.node (name, host_id, kernel, pid, pid_started) select 'n', 'h', 'k', 1, 1 from node returning id
)
insert into callsheet.placement (id, step_id, job_id, node_id, host_id, category)
select ?, s.id, s.job_id, 1, 'h', 'cpu' from callsheet.step s, here where s.job_id = ? and s.number = 100`

interface Use {
  /** The name of a partition. */
  readonly name: string
  readonly uses: string
}

/** How often this session has scanned or written each partition of the parts of jobs. */
const USED = /* sql */ `
select relname as name, seq_scan + coalesce(idx_scan, 0) + n_tup_ins + n_tup_upd + n_tup_del as uses
from pg_stat_xact_user_tables
where schemaname = 'callsheet' and relname ~ '^(step|attempt|progress|log_line|metadata|history)_'`
