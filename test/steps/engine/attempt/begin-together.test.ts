/** Steps that an admission places on its own node start with it, and run even if the answer is lost. */
import assert from 'node:assert/strict'
import { finished } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { Gate, step, within } from '../farm/made-up-steps.ts'

describe('A step that is placed on the admitting node', function () {
  this.timeout(20_000)
  let one: Farm
  let gate: Gate
  const ran: number[] = []
  beforeEach(async () => {
    gate = new Gate()
    ran.length = 0
    one = await farm({
      ONE: [{ number: 100, step: step('one', async ({ job }) => finished(ran.push(job.id))) }],
      TWO: [
        { number: 100, step: step('left', async () => gate.pass().then(() => finished())) },
        { number: 200, step: step('right', async () => gate.pass().then(() => finished())) },
      ],
    })
  })
  afterEach(() => one[Symbol.asyncDispose]())

  const transactionOf = async (table: string, job: number) =>
    await one.rows<{ by: string }>(`select xmin::text as by from callsheet.${table} where job_id = ?`, [job])

  it('starts in the transaction of the admission, with other steps of its job', async () => {
    await one.agent()
    const job = await one.start('TWO')
    await gate.reached
    await one.until('both run', async () => (await one.runs(job)).length === 2)
    const [placements, attempts] = [
      await transactionOf('placement', job),
      await transactionOf('attempt', job),
    ]
    assert.deepEqual(placements, attempts)
    assert.equal(placements[0]?.by, placements[1]?.by)
    gate.open()
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(one.troubles, [])
  })

  it('stays queued while another transaction locks its job, and delays no other job', async () => {
    await one.agent()
    const held = await one.start('ONE', 'MEDIUM', { held: true })
    const em = one.test.database.em.fork()
    await em.begin()
    await em.execute('select from callsheet.job where id = ? for update', [held])
    await one.rows(`update callsheet.step set state = 'READY' where job_id = ?`, [held])
    const other = await one.start('ONE')
    assert.equal(await one.ended(other), 'FINISHED')
    assert.deepEqual(await transactionOf('placement', held), [])
    await em.execute(`update callsheet.job set state = 'READY', held = false where id = ?`, [held])
    await em.commit()
    assert.equal(await one.ended(held), 'FINISHED')
    assert.deepEqual(one.troubles, [])
  })

  it('runs if its start was committed but the answer was lost', async () => {
    const job = await one.start('ONE')
    const nodeId = await one.node('here')
    await one.admit()
    // As after a commit whose answer was lost with the connection.
    await one.rows(`update callsheet.placement set fetched = callsheet.now()`)
    await one.rows(`insert into callsheet.attempt (id, step_id, job_id, attempt, state, node_id)
      select id, step_id, job_id, 0, 'STARTED_ASYNCHRONOUS', node_id from callsheet.placement`)
    await one.rows(`update callsheet.step set state = 'STARTED_ASYNCHRONOUS' where job_id = ?`, [job])
    await one.rows(`update callsheet.job set state = 'STARTED' where id = ?`, [job])
    const [placed] = await one.rows<{ placement: number; jobId: number }>(
      'select id::integer as placement, job_id as "jobId" from callsheet.placement',
    )
    assert.ok(placed)
    const delivery = { ...placed, transactional: false, fetched: true }
    const attempts = one.attempts()
    const beat = { placements: [delivery], aborted: [], futile: [], stopped: [] }
    assert.deepEqual(attempts.idle(beat), [], 'one heartbeat may be older than its start')
    const idle = attempts.idle(beat)
    assert.deepEqual(idle, [delivery])
    for (const one of idle) void attempts.run({ ...one, nodeId, isIdle: true })
    assert.equal(await within('it ends', one.ended(job)), 'FINISHED')
    assert.deepEqual(ran, [job])
    assert.deepEqual(await one.runs(job), ['100/0 FINISHED'])
    // The answer arrives after all, when the attempt has ended.
    const late = {
      job: {} as never,
      step: {} as never,
      run: { number: 100, run: placed.placement, nodeId },
    }
    void attempts.run({ ...delivery, nodeId, begun: late })
    assert.deepEqual(attempts.running, [])
  })

  it('delays no other step if it cannot start', async () => {
    await one.agent()
    const bad = await one.start('ONE', 'MEDIUM', { held: true })
    await one.rows(`create function callsheet.refuse() returns trigger language plpgsql as $$
      begin if new.job_id = ${bad} then raise exception 'not this one'; end if; return new; end $$`)
    await one.rows(
      'create trigger refuse before insert on callsheet.attempt for each row execute function callsheet.refuse()',
    )
    await one.rows(`update callsheet.step set state = 'READY' where job_id = ?`, [bad])
    const others = [await one.start('ONE'), await one.start('ONE'), await one.start('ONE')]
    for (const job of others) assert.equal(await one.ended(job), 'FINISHED')
    assert.match(JSON.stringify(one.troubles), /not this one/)
  })
})
