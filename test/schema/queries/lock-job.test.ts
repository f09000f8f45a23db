import assert from 'node:assert/strict'
import type { EntityManager } from '@mikro-orm/postgresql'
import { lockJob } from '../../../schema/queries/transition/lock-job.ts'
import { type Farm, farm } from '../../steps/engine/farm/farm.ts'
import { step } from '../../steps/engine/farm/made-up-steps.ts'

describe('lockJob', function () {
  this.timeout(20_000)
  let one: Farm

  before(async () => {
    one = await farm({ ANY: [{ number: 100, step: step('any') }] })
  })
  after(() => one[Symbol.asyncDispose]())

  /** Locks a job while another transaction holds its lock and changes it. */
  async function lockedAfter(change: (em: EntityManager, job: number) => Promise<unknown>) {
    const job = await one.start('ANY')
    const { em } = one.test.database
    const [locked, waited] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const other = em.fork().transactional(async (theirs) => {
      await lockJob(theirs, job)
      locked.resolve()
      await waited.promise
      await change(theirs, job)
    })
    await locked.promise
    const mine = em.fork().transactional((own) => lockJob(own, job))
    await one.lockAwaited()
    waited.resolve()
    await other
    return mine
  }

  it('returns what another transaction changed while this one waited for the lock', async () => {
    const job = await lockedAfter(async (em, id) => {
      await em.execute(`update callsheet.step set state = 'WAITING' where job_id = ?`, [id])
      await em.execute(`insert into callsheet.metadata (job_id, key, value) values (?, 'seen', 'yes')`, [id])
      await em.execute(`update callsheet.job set state = 'WAITING' where id = ?`, [id])
    })
    assert.deepEqual(
      [job?.state, job?.steps.map(({ state }) => state), job?.metadata],
      ['WAITING', ['WAITING'], { seen: 'yes' }],
    )
  })

  it('returns the job after another transaction locked it without a change', async () => {
    const job = await lockedAfter(async () => undefined)
    assert.deepEqual([job?.state, job?.steps.length], ['READY', 1])
  })

  it('returns undefined for a job that has ended, and for an unknown job', async () => {
    const job = await one.start('ANY')
    const em = one.test.database.em.fork()
    await em.execute(`update callsheet.job set state = 'FINISHED', finished = now() where id = ?`, [job])
    const locked = await em.transactional(async (inside) => [
      await lockJob(inside, job),
      await lockJob(inside, job + 1_000),
    ])
    assert.deepEqual(locked, [undefined, undefined])
  })
})
