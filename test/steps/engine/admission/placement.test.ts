import assert from 'node:assert/strict'
import { readySteps } from '../../../../schema/queries/admission/ready-steps.ts'
import { type Placed, writePlacements } from '../../../../schema/queries/admission/write-placements.ts'
import { execute, executeTogether } from '../../../../schema/sql/execute.ts'
import { Admission } from '../../../../steps/engine/admission/admit.ts'
import { fitting } from '../../../../steps/engine/admission/capacity.ts'
import { finished } from '../../../../steps/engine/declare/step.ts'
import { changeJob } from '../../../../steps/engine/transition/change-job.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { Gate, step } from '../farm/made-up-steps.ts'

describe('a placement', function () {
  this.timeout(20_000)
  let one: Farm
  let gate = new Gate<string>()
  let node: number

  before(async () => {
    one = await farm({
      ONE: [{ number: 100, step: step('one', async () => finished(await gate.pass())) }],
    })
  })
  after(() => one[Symbol.asyncDispose]())
  afterEach(async () => {
    assert.deepEqual(one.troubles, [])
    await one.rows('update callsheet.node set gone = callsheet.now() where gone is null')
    await one.lookAfter()
    for (const { id } of await one.rows<{ id: number }>(
      'select id from callsheet.job where finished is null',
    )) {
      await one.engine.abort(id, { user: 'ann', reason: null, cleanup: false })
    }
  })

  it('is made once for each step, and never more than there are slots, by however many that admit at once', async () => {
    node = await one.node('crowded', { cpu: 3 })
    const jobs = 20
    for (let at = 0; at < jobs; at += 1) await one.start('ONE')
    const carrier = await one.carrier()
    const placed: number[] = []
    const admissions = [1, 2, 3, 4].map(
      () =>
        new Admission(
          one.test.database,
          carrier,
          async (admitted) => placed.push(...admitted.placed.map(({ jobId }) => jobId)) < 0,
          assert.ifError,
        ),
    )
    while (placed.length < jobs) {
      for (const admission of admissions) admission.wake()
      await Promise.all(admissions.map((admission) => admission.idle()))
      const held = await one.rows<{ stepId: number }>('select step_id as "stepId" from callsheet.placement')
      assert.equal(held.length, Math.min(3, jobs - placed.length + held.length))
      await one.rows(
        `update callsheet.step set state = 'FINISHED' where id in (select step_id from callsheet.placement)`,
      )
      await one.rows('delete from callsheet.placement')
    }
    assert.equal(new Set(placed).size, jobs)
    assert.equal((await carrier.fetch(node, 100)).length, jobs)
  })

  it('is not made on a node that leaves while it is decided, and keeps no other from being made', async () => {
    const [leaves, stays] = [await one.node('leaves', { cpu: 1 }), await one.node('stays', { cpu: 1 })]
    const jobs = [await one.start('ONE'), await one.start('ONE')]
    const carrier = await one.carrier()
    const em = one.test.database.em.fork()
    const situation = await readySteps(em)
    await one.rows('update callsheet.node set gone = callsheet.now() where id = ?', [leaves])
    await carrier.leave(leaves)
    const { placed } = fitting(situation)
    assert.deepEqual(placed.map(({ nodeId }) => nodeId).toSorted(), [leaves, stays])
    const made = await execute<Placed>(em, ...writePlacements(placed))
    assert.deepEqual(
      made.map(({ nodeId }) => nodeId),
      [stays],
    )
    await em.transactional(async (within) => executeTogether(within, await carrier.placing(made)))
    for (const job of jobs) await one.engine.abort(job, { user: 'ann', reason: null, cleanup: false })
  })

  it('that nobody fetches within 3 s is returned, and the step goes elsewhere as if nothing had been', async () => {
    const deaf = await one.node('deaf')
    const job = await one.start('ONE')
    await one.admit()
    assert.equal(await one.lookAfter(), false)
    await one.passes(3.5)
    assert.equal(await one.lookAfter(), true)
    assert.deepEqual(await one.rows('select from callsheet.placement'), [])
    assert.deepEqual(
      await one.rows('select state, attempt, losses from callsheet.step where job_id = ?', [job]),
      [{ state: 'READY', attempt: 0, losses: 0 }],
    )
    // It comes after all, and finds that it is too late.
    const attempts = await one.attempts()
    for (const delivery of await (await one.carrier()).fetch(deaf, 10))
      attempts.start(deaf, delivery, { isClaimed: true })
    await attempts.stopAll('node stopped')
    assert.deepEqual(await one.runs(job), [])
  })

  it('that was taken away has its result refused', async () => {
    const { job, delivery, attempts } = await begun()
    await changeJob(one.test.database, job, () => ({
      transitions: [
        { number: 100, event: 'lost', run: delivery.placement, nodeId: node, reason: 'as a test wants' },
      ],
      dropped: [delivery.placement],
    }))
    gate.open('late')
    await attempts.stopAll('claim lost')
    assert.deepEqual(await one.runs(job), ['100/0 DISAPPEARED'])
    assert.deepEqual(await one.rows('select state, result from callsheet.step where job_id = ?', [job]), [
      { state: 'READY', result: null },
    ])
  })

  it('of a job that is aborted before it is begun is never begun', async () => {
    const { job, delivery } = await fetched()
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: true })
    const attempts = await one.attempts()
    attempts.start(node, delivery)
    await attempts.stopAll('node stopped')
    assert.equal(await one.ended(job), 'ABORTED')
    assert.deepEqual(await one.runs(job), [])
  })

  it('that is delivered twice is run once', async () => {
    const { job, delivery, attempts } = await begun()
    attempts.start(node, delivery)
    const again = await one.attempts()
    again.start(node, delivery)
    await again.stopAll('node stopped')
    gate.open('once')
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(await one.runs(job), ['100/0 FINISHED'])
  })

  it('goes to nobody when the node has left in the instant it was chosen', async () => {
    node = await one.node('leaving')
    const job = await one.start('ONE')
    await (await one.carrier()).leave(node)
    const troubles: unknown[] = []
    await one.admit((error) => troubles.push(error))
    assert.equal(troubles.length, 1)
    assert.deepEqual(await one.rows('select from callsheet.placement where job_id = ?', [job]), [])
  })

  async function fetched() {
    gate = new Gate()
    node = await one.node('here')
    const job = await one.start('ONE')
    await one.admit()
    const delivery = (await (await one.carrier()).fetch(node, 10)).find(({ jobId }) => jobId === job)
    assert.ok(delivery)
    return { job, delivery }
  }

  async function begun() {
    const { job, delivery } = await fetched()
    const attempts = await one.attempts()
    attempts.start(node, delivery)
    await gate.reached
    return { job, delivery, attempts }
  }
})
