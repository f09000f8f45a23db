/**
 * A job may end, and move to another partition, while a transaction waits for its row; the transaction is
 * retried.
 */
import assert from 'node:assert/strict'
import { deleteJobs } from '../../../schema/queries/jobs/delete-jobs.ts'
import { retryConflicts } from '../../../schema/sql/conflict.ts'
import { rankOf } from '../../../schema/states.ts'
import { changePriorityAndGroups } from '../../../steps/engine/admission/queue-rules.ts'
import { clock } from '../../../steps/engine/runtime/clock.ts'
import { job } from '../../factory.ts'
import { database, type TestDatabase } from '../../setup.ts'

describe('While a job ends, it', () => {
  let test: TestDatabase
  before(async () => {
    test = await database()
  })
  after(() => test[Symbol.asyncDispose]())
  const em = () => test.database.em.fork()

  /** Starts the work while the end of the job is uncommitted, and commits once the work waits for the row. */
  async function whileItEnds<T>(work: (id: number) => Promise<T>): Promise<T> {
    const id = await job(test.database, { state: 'STARTED' })
    const ending = em()
    await ending.begin()
    await ending.execute(
      "update callsheet.job set state = 'FINISHED', finished = callsheet.now() where id = ?",
      [id],
    )
    const working = work(id)
    while ((await em().execute(WAITING)).length === 0) await clock.sleep(5)
    await ending.commit()
    return working
  }

  it('can have its priority changed', async () => {
    assert.equal(await whileItEnds((id) => changePriorityAndGroups(em(), id, 'HIGH', 'ann')), true)
    const [row] = await em().execute<{ priority: number }[]>('select priority from callsheet.job')
    assert.equal(row?.priority, rankOf('HIGH'))
  })

  it('can be deleted', async () => {
    assert.equal(await whileItEnds((id) => deleteJobs(em(), [id])), undefined)
    assert.equal((await em().execute('select from callsheet.job where priority = 3')).length, 0)
  })
})

describe('retryConflicts', () => {
  const failing = (code: string, times: number) => {
    let tries = 0
    return async () => {
      tries += 1
      if (tries <= times) throw Object.assign(new Error(code), { code })
      return tries
    }
  }

  for (const code of ['40001', '40P01'])
    it(`retries ${code} five times at most`, async () => {
      assert.equal(await retryConflicts(failing(code, 5)), 6)
      await assert.rejects(retryConflicts(failing(code, 6)), { code })
    })

  it('throws other errors without a retry', async () =>
    assert.rejects(retryConflicts(failing('23505', 1)), { code: '23505' }))
})

const WAITING = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
