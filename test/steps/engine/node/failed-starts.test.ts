/** A job that cannot be started is reported and given up, and delays no other job. */
import assert from 'node:assert/strict'
import { type Farm, farm } from '../farm/farm.ts'
import { step } from '../farm/made-up-steps.ts'

describe('A job that cannot be started', function () {
  this.timeout(30_000)
  let one: Farm
  beforeEach(async () => {
    one = await farm({ ONE: [{ number: 100, step: step('one') }] })
    await one.agent()
  })
  afterEach(() => one[Symbol.asyncDispose]())

  /** A job in HOLD whose step is ready as soon as the fault is in place. */
  async function faulty(fault: (job: number) => Promise<unknown>): Promise<number> {
    const job = await one.start('ONE', 'HIGHEST', { held: true })
    await fault(job)
    await one.rows(`update callsheet.step set state = 'READY' where job_id = ?`, [job])
    return job
  }

  const troublesOf = (job: number) =>
    one.events.filter((event) => event.type === 'trouble' && event.where === `start of job ${job}`).length

  it('because the database refuses it is given up at the third failure, with the reason', async () => {
    const job = await faulty(async (id) => {
      await one.rows(`create function callsheet.refuse() returns trigger language plpgsql as $$
        begin if new.job_id = ${id} then raise exception 'not this one'; end if; return new; end $$`)
      await one.rows(
        'create trigger refuse before insert on callsheet.attempt for each row execute function callsheet.refuse()',
      )
    })
    const others = [await one.start('ONE'), await one.start('ONE')]
    for (const other of others) assert.equal(await one.ended(other), 'FINISHED')
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
    const [row] = await one.rows('select given_up from callsheet.job where id = ?', [job])
    assert.deepEqual(row, { given_up: 'could not be started: not this one' })
    assert.equal(troublesOf(job), 3)
  })

  it('because its state forbids it, and forbids giving it up, is reported and set aside', async () => {
    const job = await faulty((id) =>
      one.rows(`update callsheet.job set state = 'VIDINET_JOB', held = false where id = ?`, [id]),
    )
    await one.published(
      'it is reported',
      (event) => event.type === 'trouble' && event.where === `giving up job ${job}`,
    )
    const reported = troublesOf(job)
    assert.equal(reported, 3)
    for (let at = 0; at < 5; at += 1) assert.equal(await one.ended(await one.start('ONE')), 'FINISHED')
    assert.equal(troublesOf(job), reported)
  })
})
