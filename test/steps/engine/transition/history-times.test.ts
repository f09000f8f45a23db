import assert from 'node:assert/strict'
import { type Farm, farm } from '../farm/farm.ts'
import { step } from '../farm/made-up-steps.ts'
import { rowsAreSound } from '../farm/rows-invariants.ts'

describe('The times of a job’s history', () => {
  let one: Farm
  before(async () => {
    one = await farm({ ONE: [{ number: 100, step: step('one') }] })
  })
  after(() => one[Symbol.asyncDispose]())

  it('do not decrease if a change of the priority waits for another change', async () => {
    const job = await one.start('ONE', 'LOW')
    const other = one.test.database.em.fork()
    await other.begin()
    await other.execute('select from callsheet.job where id = ? for update', [job])
    const changed = one.engine.changePriority(one.test.database.em.fork(), job, 'HIGH', 'ann')
    await one.lockAwaited()
    await other.execute(
      `insert into callsheet.history (job_id, event, was, became) values (?, 'paused', 'READY', 'READY')`,
      [job],
    )
    await other.commit()
    await changed
    const events = await one.rows<{ event: string }>(
      'select event from callsheet.history where job_id = ? order by id',
      [job],
    )
    assert.deepEqual(
      events.map(({ event }) => event),
      ['created', 'paused', 'priority-changed'],
    )
    await rowsAreSound(one)
  })
})
