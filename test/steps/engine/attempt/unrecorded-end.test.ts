/** What cannot be written keeps no step from its end. */
import assert from 'node:assert/strict'
import { finished } from '../../../../steps/engine/declare/step.ts'
import { clock } from '../../../../steps/engine/runtime/clock.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { Gate, step, transactional } from '../farm/made-up-steps.ts'

describe('While the disk of the database is full', function () {
  this.timeout(40_000)
  let one: Farm
  let gate: Gate
  let ran: readonly number[] = []

  before(async () => {
    gate = new Gate()
    const logging = (number: number) =>
      transactional(`s${number}`, async () => {
        ran = [...ran, number]
        return finished()
      })
    one = await farm({
      GATED: [{ number: 100, step: step('gated', () => gate.pass().then(() => finished())) }],
      LOGGING: [100, 200, 300, 400].map((number) => ({ number, step: logging(number) })),
    })
    await one.agent()
    await one.rows(`create function callsheet.refuse() returns trigger language plpgsql as $$
      begin raise exception 'No space left on device' using errcode = '53100'; end $$`)
  })
  after(() => one[Symbol.asyncDispose]())

  const refuseWritesTo = (table: string) =>
    one.rows(
      `create trigger refuse before insert or update on callsheet.${table} for each row execute function callsheet.refuse()`,
    )

  it('a step whose end it refuses returns to the queue as soon as there is room again', async () => {
    const job = await one.start('GATED')
    await gate.reached
    await refuseWritesTo('step')
    gate.open()
    const isReclaim = (where: string) => where === `job ${job}`
    await one.published(
      'it cannot be reclaimed',
      (event) => event.type === 'trouble' && isReclaim(event.where),
    )
    await clock.sleep(500)
    await one.rows('drop trigger refuse on callsheet.step')
    assert.equal(await one.ended(job), 'FINISHED')
    assert.equal((await one.runs(job)).length, 2)
  })

  it('a transactional step that has committed stays finished, whose log it refuses', async () => {
    await refuseWritesTo('log_line')
    const job = await one.start('LOGGING')
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(ran, [100, 200, 300, 400])
  })
})
