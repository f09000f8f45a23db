import assert from 'node:assert/strict'
import { finished, type StepContext, waitFor } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { Gate, step } from '../farm/made-up-steps.ts'
import { guardLedger, rowsAreSound } from '../farm/rows-invariants.ts'

describe('a step that waits for a condition', function () {
  this.timeout(40_000)
  let one: Farm
  const there = new Set<string>()
  const asked = new Set<number>()
  const order: string[] = []
  let slot: Gate
  const condition = { type: 'FILE', resource: 'file:///a.mov', requirement: 'to exist', data: { uri: 'a' } }

  before(async () => {
    slot = new Gate()
    one = await farm({
      WAITS: [{ number: 100, step: step('waits', async ({ job }) => arrived(job.id)) }],
      STUBBORN: [{ number: 100, step: step('stubborn', async () => waitFor(moon('never to set'))) }],
      ODD: [{ number: 100, step: step('odd', async (context) => odd(context)) }],
      HOLDS: [{ number: 100, step: step('holds', () => slot.pass().then(() => finished())) }],
      QUICK: [
        { number: 100, step: step('quick', async ({ job }) => finished(order.push(`quick ${job.id}`))) },
      ],
      FAR: [{ number: 100, step: step('far', undefined, { needs: () => ({ category: 'gpu_ai' }) }) }],
    })
    const check = async ({ resource }: { readonly resource: string }) => there.has(resource)
    const problems = [{ type: 'FILE', description: 'A file is not there.', check }]
    await guardLedger(one)
    await one.agent('a', 3_600_000, { capacity: { slots: { cpu: 1 } }, problems })
  })
  after(() => one[Symbol.asyncDispose]())
  afterEach(async () => {
    assert.deepEqual(one.troubles, [])
    await rowsAreSound(one)
  })

  it('leaves its slot, shares its problem, and goes on in its old place without a try used up', async () => {
    const waiting = [await one.start('WAITS'), await one.start('WAITS')]
    for (const job of waiting) await becomes(job, 'WAITING')
    assert.deepEqual(await one.rows('select from callsheet.placement'), [])
    assert.deepEqual(await problems(), [{ type: 'FILE', data: { uri: 'a' }, jobs: waiting }])
    const [row] = await one.rows<{ text: string }>(MESSAGE, [waiting[0]])
    assert.equal(row?.text, 'waits for file:///a.mov to exist')

    // The one slot is free for others; while it is taken, those that waited come before who came after them.
    const holding = await one.start('HOLDS')
    await slot.reached
    const later = await one.start('QUICK')
    there.add(condition.resource)
    await one.passes(8)
    for (const job of waiting) await becomes(job, 'READY')
    slot.open()
    for (const job of [holding, ...waiting, later]) assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(order, [...waiting.map((job) => `waits ${job}`), `quick ${later}`])
    for (const job of waiting) assert.deepEqual(await one.runs(job), ['100/0 WAITING', '100/0 FINISHED'])
    assert.deepEqual(await problems(), [])
  })

  it('of which nobody knows how to find out is run again to see', async () => {
    const job = await one.start('ODD')
    await becomes(job, 'WAITING')
    await one.passes(3)
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(await one.runs(job), ['100/0 WAITING', '100/0 FINISHED'])
  })

  it('again and again is looked at more and more rarely', async () => {
    there.clear()
    const job = await one.start('STUBBORN')
    const waits: number[] = []
    for (let run = 1; run <= 3; run += 1) {
      await one.until(`it has waited ${run} times`, async () => (await one.runs(job)).length === run)
      await becomes(job, 'WAITING')
      const [row] = await one.rows<{ wait: number }>(NEXT_LOOK)
      waits.push(row?.wait ?? 0)
      await one.passes(row?.wait ?? 0)
    }
    assert.deepEqual(waits, [2, 4, 8])
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: false })
    assert.equal(await one.ended(job), 'ABORTED')
  })

  it('can be aborted, and leaves no problem', async () => {
    there.clear()
    const job = await one.start('WAITS')
    await becomes(job, 'WAITING')
    const abort = { user: 'ann', reason: null, cleanup: true }
    assert.equal(await one.engine.abort(job, abort), true)
    assert.equal(await one.engine.abort(job, abort), false)
    assert.equal(await one.ended(job), 'ABORTED')
    await one.passes(6)
    await one.until('its problem is over', async () => (await problems()).length === 0)
  })

  it('has a node to wait for when none can run it, after 5 s, and goes on when one joins', async () => {
    const job = await one.start('FAR')
    await one.admit()
    assert.deepEqual(await problems(), [])
    await one.passes(6)
    await becomes(job, 'WAITING')
    const [problem] = await problems()
    assert.deepEqual([problem?.type, problem?.jobs], ['NODE', [job]])
    const [row] = await one.rows<{ text: string }>(MESSAGE, [job])
    assert.equal(row?.text, 'waits for a node with slots for gpu_ai')
    await one.agent('b', 0, { capacity: { slots: { gpu_ai: 1 } } })
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(await one.runs(job), ['100/0 FINISHED'])
  })

  function arrived(job: number) {
    if (!there.has(condition.resource)) return waitFor(condition)
    return finished(order.push(`waits ${job}`))
  }

  /** Waits the first time. */
  function odd({ job }: StepContext<undefined>) {
    if (asked.has(job.id)) return finished()
    asked.add(job.id)
    return waitFor(moon('to rise'))
  }

  async function becomes(job: number, state: string): Promise<void> {
    await one.until(`job ${job} is ${state}`, async () => {
      const [row] = await one.rows<{ state: string }>('select state from callsheet.job where id = ?', [job])
      return row?.state === state
    })
  }

  async function problems() {
    return one.rows<{ type: string; data: object; jobs: readonly number[] }>(
      `select p.type, p.data, coalesce(json_agg(w.job_id order by w.job_id) filter (where w.job_id is not null), '[]') as jobs
       from callsheet.problem p left join callsheet.waiting_step w on w.problem_id = p.id
       where p.resolved is null group by p.id`,
    )
  }
})

const MESSAGE = 'select error_message as text from callsheet.step where job_id = ?'
const NEXT_LOOK = `
select round(extract(epoch from next_check - touched))::integer as wait
from callsheet.problem where resolved is null and requirement = 'never to set'`

/** Nobody knows how to look at it. */
function moon(requirement: string) {
  return { type: 'ODD', resource: 'the moon', requirement }
}
