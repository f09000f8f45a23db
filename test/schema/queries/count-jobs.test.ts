/** The stored counts match the jobs, whatever happens concurrently. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { countFacet, FACET_COLUMNS, type FacetField } from '../../../schema/queries/jobs/count-facets.ts'
import { countDrift, foldCounts } from '../../../schema/queries/jobs/count-jobs.ts'
import { createJob } from '../../../schema/queries/jobs/create-job.ts'
import { type Criteria, conditionOf } from '../../../schema/queries/jobs/criteria.ts'
import { deleteJobs } from '../../../schema/queries/jobs/delete-jobs.ts'
import { countJobs } from '../../../schema/queries/jobs/list-jobs.ts'
import { changePriority } from '../../../schema/queries/transition/change-priority.ts'
import { retryConflicts } from '../../../schema/sql/conflict.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import { isFinal, JOB_STATES, PRIORITIES } from '../../../schema/states.ts'
import { clock } from '../../../steps/engine/runtime/clock.ts'
import { database, type TestDatabase } from '../../setup.ts'

const TYPES = ['TRANSCODE', 'EXPORT', 'é <&> 🎬']
const USERS = ['ann', 'bob']

/** An action; `job` is an index into the jobs created so far. */
const anyAct = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('create' as const),
      type: fc.constantFrom(...TYPES),
      user: fc.constantFrom(...USERS),
      priority: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      job: fc.nat(),
      state: fc.constantFrom(...JOB_STATES),
    }),
  },
  fc.record({
    do: fc.constant('prioritise' as const),
    job: fc.nat(),
    priority: fc.constantFrom(...PRIORITIES),
  }),
  fc.record({ do: fc.constant('delete' as const), job: fc.nat() }),
)
type Act = (typeof anyAct extends fc.Arbitrary<infer T> ? T : never) | { readonly do: 'fold' }

const anyCriteria: fc.Arbitrary<Criteria> = fc.record(
  {
    user: fc.constantFrom(...USERS, 'nobody'),
    types: fc.subarray(TYPES),
    states: fc.subarray([...JOB_STATES]),
    priorities: fc.subarray([1, 2, 3, 4, 5, 6]),
  },
  { requiredKeys: [] },
)

describe('The stored counts', () => {
  let test: TestDatabase
  const ids: number[] = []
  before(async () => {
    test = await database()
  })
  after(() => test[Symbol.asyncDispose]())
  const em = () => test.database.em.fork()

  it('never drift while jobs are created, moved, changed and deleted during folds', async () => {
    const people = fc.array(fc.array(anyAct, { minLength: 20, maxLength: 40 }), {
      minLength: 4,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(people, async (acts) => {
        let busy = true
        const folding = async () => {
          while (busy) await act({ do: 'fold' })
        }
        const adding = [folding(), folding(), folding()]
        await Promise.all(acts.map((own) => inOrder(own, act)))
        busy = false
        await Promise.all(adding)
        assert.equal(await countDrift(em()), 0)
        await foldCounts(em())
        assert.equal(await countDrift(em()), 0)
      }),
      // A failure found by a race would not be reproduced by shrinking.
      { numRuns: 10, endOnFailure: true },
    )
  }).timeout(30_000)

  it('are correct after two concurrent folds with a move of a job in between', async () => {
    const created = await createJob(em(), { ...READY_JOB, type: 'MOVED' })
    await createJob(em(), { ...READY_JOB, type: 'MOVED' })
    const first = em()
    await first.begin()
    await foldCounts(first)
    await em().execute(MOVE, ['STARTED', false, created?.id ?? 0])
    const second = foldCounts(em())
    while ((await em().execute(WAITING)).length === 0) await clock.sleep(5)
    await first.commit()
    await second
    assert.equal(await countDrift(em()), 0)
    assert.equal(await countJobs(em(), { types: ['MOVED'], states: ['READY'] }), 1)
  })

  it('have one row for each kind of job after a fold, and a second fold writes nothing', async () => {
    await foldCounts(em())
    const kinds = await em().execute(
      'select distinct type, state, user_name, priority from callsheet.job order by 1, 2, 3, 4',
    )
    const kept = () =>
      em().execute<{ ctid: string }[]>(
        'select ctid::text, type, state, user_name, priority from callsheet.job_count order by 2, 3, 4, 5',
      )
    const folded = await kept()
    assert.deepEqual(
      folded.map(({ ctid: _, ...kind }) => kind),
      kinds,
    )
    await foldCounts(em())
    assert.deepEqual(await kept(), folded)
  })

  it('give the same hits and facets as counting jobs', async () => {
    const limits = { minCount: 0 }
    await fc.assert(
      fc.asyncProperty(anyCriteria, async (criteria) => {
        assert.equal(await countJobs(em(), criteria), await plainHits(criteria))
        for (const field of Object.keys(FACET_COLUMNS) as FacetField[]) {
          const counts = await countFacet(em(), field, criteria, limits)
          const byValue = Object.fromEntries(counts.map(({ value, count }) => [value, count]))
          assert.deepEqual(byValue, await plainCounts(field, criteria))
        }
      }),
      { numRuns: 50 },
    )
  }).timeout(30_000)

  it('show a drift after a write that bypassed the trigger', async () => {
    await em().execute("insert into callsheet.job_count values ('NONE', 'READY', 'ann', 3, 2)")
    assert.equal(await countDrift(em()), 2)
  })

  async function act(one: Act): Promise<void> {
    switch (one.do) {
      case 'create': {
        const { type, user, priority } = one
        const created = await createJob(em(), { ...READY_JOB, type, user, priority })
        if (created) ids.push(created.id)
        return
      }
      case 'move':
        await retryConflicts(() =>
          em().execute(MOVE, [one.state, isFinal(one.state), ids[one.job % ids.length] ?? 0]),
        )
        return
      case 'prioritise':
        await retryConflicts(() =>
          transaction(em(), (own) =>
            changePriority(own, ids[one.job % ids.length] ?? 0, one.priority, 'ann'),
          ),
        )
        return
      case 'delete':
        await deleteJobs(em(), [ids[one.job % ids.length] ?? 0])
        return
      case 'fold':
        assert.equal(await countDrift(em()), 0)
        return foldCounts(em())
    }
  }

  async function plainHits(criteria: Criteria): Promise<number> {
    const { sql, values } = conditionOf(criteria)
    const rows = await em().execute(`select 1 from callsheet.job j ${sql}`, [...values])
    return rows.length
  }

  async function plainCounts(field: FacetField, criteria: Criteria): Promise<Record<string, number>> {
    const { sql, values } = conditionOf(criteria)
    const statement = `select j.${FACET_COLUMNS[field]} as value from callsheet.job j ${sql}`
    const rows = await em().execute<{ value: string }[]>(statement, [...values])
    const valued = rows.filter(({ value }) => value !== null)
    const groups = Map.groupBy(valued, ({ value }) => value)
    return Object.fromEntries([...groups].map(([value, jobs]) => [value, jobs.length]))
  }
})

const READY_JOB = {
  state: 'READY',
  user: 'ann',
  priority: 3,
  held: false,
  metadata: {},
  steps: [],
} as const

const WAITING = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

/** Moves a job like the engine: by compare-and-set, and never out of a final state. */
const MOVE = `update callsheet.job set state = ?, finished = case when ? then callsheet.now() end
  where id = ? and finished is null`

async function inOrder<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (const one of all) await work(one)
}
