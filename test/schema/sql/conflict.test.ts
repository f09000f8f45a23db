/** A job may end, and so move to another partition, while somebody waits for its row: then it is tried again. */
import assert from 'node:assert/strict'
import { deleteJobs } from '../../../schema/queries/jobs/delete-jobs.ts'
import { retryConflicts } from '../../../schema/sql/conflict.ts'
import { rankOf } from '../../../schema/states.ts'
import { changePriorityAndGroups } from '../../../steps/engine/admission/queue-rules.ts'
import { clock } from '../../../steps/engine/runtime/clock.ts'
import { job } from '../../factory.ts'
import { database, type TestDatabase } from '../../setup.ts'

describe('While a job ends', () => {
  let test: TestDatabase
  before(async () => {
    test = await database()
  })
  after(() => test[Symbol.asyncDispose]())
  const em = () => test.database.em.fork()

  /** Begins the work in the middle of the job's end, and lets the job end when the work waits for it. */
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

  it('its priority can be changed', async () => {
    assert.equal(await whileItEnds((id) => changePriorityAndGroups(em(), id, 'HIGH', 'ann')), true)
    const [row] = await em().execute<{ priority: number }[]>('select priority from callsheet.job')
    assert.equal(row?.priority, rankOf('HIGH'))
  })

  it('it can be deleted', async () => {
    assert.equal(await whileItEnds((id) => deleteJobs(em(), [id])), undefined)
    assert.equal((await em().execute('select from callsheet.job where priority = 3')).length, 0)
  })
})

describe('What conflicts', () => {
  const failing = (code: string, times: number) => {
    let tries = 0
    return async () => {
      tries += 1
      if (tries <= times) throw Object.assign(new Error(code), { code })
      return tries
    }
  }

  for (const code of ['40001', '40P01'])
    it(`is done again, five times at most: ${code}`, async () => {
      assert.equal(await retryConflicts(failing(code, 5)), 6)
      await assert.rejects(retryConflicts(failing(code, 6)), { code })
    })

  it('and what fails for another reason is not', async () =>
    assert.rejects(retryConflicts(failing('23505', 1)), { code: '23505' }))
})

const WAITING = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
