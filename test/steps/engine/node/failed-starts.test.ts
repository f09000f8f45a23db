/** A job that cannot be started is reported and given up, and delays no other job. */
import assert from 'node:assert/strict'
import { finished } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { aborted, step } from '../farm/made-up-steps.ts'

describe('A job that cannot be started', function () {
  this.timeout(30_000)
  let one: Farm
  beforeEach(async () => {
    one = await farm({
      ONE: [{ number: 100, step: step('one') }],
      THREE: [100, 200, 300].map((number) => ({
        number,
        step: step(`s${number}`),
        after: number > 100 ? [number - 100] : [],
      })),
      CLEANS: [
        { number: 100, step: step('endless', ({ signal }) => aborted(signal).then(() => finished())) },
        { number: 900, step: step('cleans'), cleanup: true },
      ],
    })
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

  /** Lets the database refuse the start of steps. */
  async function refuseStarts(when: string): Promise<void> {
    await one.rows(`create function callsheet.refuse() returns trigger language plpgsql as $$
      begin if ${when} then raise exception 'not this one'; end if; return new; end $$`)
    await one.rows(
      `create trigger refuse before insert on callsheet.attempt for each row
       when (new.state = 'STARTED_ASYNCHRONOUS') execute function callsheet.refuse()`,
    )
  }

  const troublesOf = (job: number) =>
    one.events.filter((event) => event.type === 'trouble' && event.where === `start of job ${job}`).length

  it('because the database refuses it is given up at the third failure, with the reason', async () => {
    const job = await faulty(async (id) => {
      await refuseStarts(`new.job_id = ${id}`)
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

  it('twice, and then starts, counts anew with its next step', async () => {
    await one.rows('create sequence callsheet.tries')
    await refuseStarts(`nextval('callsheet.tries') % 3 <> 0`)
    const job = await one.start('THREE')
    assert.equal(await one.ended(job), 'FINISHED')
    // As many as give a job up when they follow one another.
    assert.equal(troublesOf(job), 3)
  })

  it('because its clean-up is refused ends without it', async () => {
    const job = await one.start('CLEANS')
    await one.until('it runs', async () => (await one.runs(job)).length > 0)
    await refuseStarts('true')
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: true })
    assert.equal(await one.ended(job), 'ABORTED')
    const [row] = await one.rows('select cleanup_given_up from callsheet.job where id = ?', [job])
    assert.deepEqual(row, { cleanup_given_up: 'could not be started: not this one' })
  })
})
