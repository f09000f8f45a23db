import assert from 'node:assert/strict'
import { readySteps } from '../../../../schema/queries/admission/ready-steps.ts'
import { placedOf, writePlacements } from '../../../../schema/queries/admission/write-placements.ts'
import { execute } from '../../../../schema/sql/execute.ts'
import { Admission } from '../../../../steps/engine/admission/admission.ts'
import { fitting } from '../../../../steps/engine/admission/capacity.ts'
import { finished } from '../../../../steps/engine/declare/step.ts'
import { changeJob } from '../../../../steps/engine/transition/change-job.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { Gate, step } from '../farm/made-up-steps.ts'

describe('A placement', function () {
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
    await one.rescue()
    for (const { id } of await one.rows<{ id: number }>(
      'select id from callsheet.job where finished is null',
    )) {
      await one.engine.abort(id, { user: 'ann', reason: null, cleanup: false })
    }
  })

  it('is written once for each step and only for free slots, however many nodes admit at once', async () => {
    node = await one.node('crowded', { cpu: 3 })
    const jobs = 20
    for (let at = 0; at < jobs; at += 1) await one.start('ONE')
    const placed: number[] = []
    const admissions = [1, 2, 3, 4].map(() => new Admission(one.test.database))
    const admit = async (admission: Admission) => {
      const round = await admission.round(undefined)
      placed.push(...(round?.placed ?? []).map(({ jobId }) => jobId))
    }
    while (placed.length < jobs) {
      await Promise.all(admissions.map(admit))
      const held = await one.rows<{ stepId: number }>('select step_id as "stepId" from callsheet.placement')
      assert.equal(held.length, Math.min(3, jobs - placed.length + held.length))
      await one.rows(
        `update callsheet.step set state = 'FINISHED' where id in (select step_id from callsheet.placement)`,
      )
      await one.rows('delete from callsheet.placement')
    }
    assert.equal(new Set(placed).size, jobs)
  })

  it('is not written for a node that leaves meanwhile, and does not prevent others', async () => {
    const [leaves, stays] = [await one.node('leaves', { cpu: 1 }), await one.node('stays', { cpu: 1 })]
    const jobs = [await one.start('ONE'), await one.start('ONE')]
    const em = one.test.database.em.fork()
    const snapshot = await readySteps(em)
    await one.rows('update callsheet.node set gone = callsheet.now() where id = ?', [leaves])
    const { placed } = fitting(snapshot)
    assert.deepEqual(placed.map(({ nodeId }) => nodeId).toSorted(), [leaves, stays])
    const made = placedOf(await execute(em, ...writePlacements(placed)))
    assert.deepEqual(
      made.map(({ nodeId }) => nodeId),
      [stays],
    )
    for (const job of jobs) await one.engine.abort(job, { user: 'ann', reason: null, cleanup: false })
  })

  it('that is not fetched within 3 s is dropped, and its step is ready again without a loss', async () => {
    const unresponsive = await one.node('unresponsive')
    const job = await one.start('ONE')
    await one.admit()
    const late = await one.fetch(unresponsive)
    assert.equal(late.length, 1)
    assert.equal(await one.rescue(), false)
    await one.passes(3.5)
    assert.equal(await one.rescue(), true)
    assert.deepEqual(await one.rows('select from callsheet.placement'), [])
    assert.deepEqual(
      await one.rows('select state, attempt, losses from callsheet.step where job_id = ?', [job]),
      [{ state: 'READY', attempt: 0, losses: 0 }],
    )
    // The node starts it after all, but too late.
    const attempts = one.attempts()
    await Promise.all(late.map((delivery) => attempts.run(delivery)))
    await attempts.stopAll('node stopped')
    assert.deepEqual(await one.runs(job), [])
  })

  it('that was reclaimed has its result refused', async () => {
    const { job, delivery, attempts } = await begun()
    await changeJob(one.test.database, job, () => ({
      transitions: [
        { number: 100, event: 'lost', run: delivery.placement, nodeId: node, reason: 'as a test wants' },
      ],
      dropped: [delivery.placement],
    }))
    gate.open('late')
    await attempts.stopAll('placement lost')
    assert.deepEqual(await one.runs(job), ['100/0 DISAPPEARED'])
    assert.deepEqual(await one.rows('select state, result from callsheet.step where job_id = ?', [job]), [
      { state: 'READY', result: null },
    ])
  })

  it('of a job that is aborted before it starts never starts', async () => {
    const { job, delivery } = await fetched()
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: true })
    const attempts = one.attempts()
    await attempts.run(delivery)
    assert.equal(await one.ended(job), 'ABORTED')
    assert.deepEqual(await one.runs(job), [])
  })

  it('that is delivered twice runs once', async () => {
    const { job, delivery, attempts } = await begun()
    await attempts.run(delivery)
    await one.attempts().run(delivery)
    gate.open('once')
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(await one.runs(job), ['100/0 FINISHED'])
  })

  async function fetched() {
    gate = new Gate()
    node = await one.node('here')
    const job = await one.start('ONE')
    await one.admit()
    const delivery = (await one.fetch(node)).find(({ jobId }) => jobId === job)
    assert.ok(delivery)
    return { job, delivery }
  }

  async function begun() {
    const { job, delivery } = await fetched()
    const attempts = one.attempts()
    void attempts.run(delivery)
    await gate.reached
    return { job, delivery, attempts }
  }
})
