import assert from 'node:assert/strict'
import { finished, type StepContext, waitFor } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { Gate, step } from '../farm/made-up-steps.ts'
import { guardLedger, rowsAreSound } from '../farm/rows-invariants.ts'

describe('A step that waits for a condition', function () {
  this.timeout(40_000)
  let one: Farm
  const existing = new Set<string>()
  const waited = new Set<number>()
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
    const check = async ({ resource }: { readonly resource: string }) => existing.has(resource)
    const problems = [{ type: 'FILE', description: 'A file does not exist.', check }]
    await guardLedger(one)
    await one.agent('a', 3_600_000, { capacity: { slots: { cpu: 1 } }, problems })
  })
  after(() => one[Symbol.asyncDispose]())
  afterEach(async () => {
    assert.deepEqual(one.troubles, [])
    await rowsAreSound(one)
  })

  it('releases its slot, shares its problem, and keeps its position and its tries', async () => {
    const waiting = [await one.start('WAITS'), await one.start('WAITS')]
    for (const job of waiting) await becomes(job, 'WAITING')
    assert.deepEqual(await one.rows('select from callsheet.placement'), [])
    assert.deepEqual(await problems(), [{ type: 'FILE', data: { uri: 'a' }, jobs: waiting }])
    const [row] = await one.rows<{ text: string }>(MESSAGE, [waiting[0]])
    assert.equal(row?.text, 'waits for file:///a.mov to exist')

    // Other jobs may use the slot meanwhile. Then the steps that waited run before those of younger jobs.
    const holding = await one.start('HOLDS')
    await slot.reached
    const later = await one.start('QUICK')
    existing.add(condition.resource)
    await one.passes(8)
    for (const job of waiting) await becomes(job, 'READY')
    slot.open()
    for (const job of [holding, ...waiting, later]) assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(order, [...waiting.map((job) => `waits ${job}`), `quick ${later}`])
    for (const job of waiting) assert.deepEqual(await one.runs(job), ['100/0 WAITING', '100/0 FINISHED'])
    assert.deepEqual(await problems(), [])
  })

  it('of an undeclared type runs again to find out', async () => {
    const job = await one.start('ODD')
    await becomes(job, 'WAITING')
    await one.passes(3)
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(await one.runs(job), ['100/0 WAITING', '100/0 FINISHED'])
  })

  it('again and again is checked at growing intervals', async () => {
    existing.clear()
    const job = await one.start('STUBBORN')
    const waits: number[] = []
    for (let run = 1; run <= 3; run += 1) {
      await one.until(`it has waited ${run} times`, async () => (await one.runs(job)).length === run)
      await becomes(job, 'WAITING')
      const [row] = await one.rows<{ wait: number }>(NEXT_CHECK)
      waits.push(row?.wait ?? 0)
      await one.passes(row?.wait ?? 0)
    }
    assert.deepEqual(waits, [2, 4, 8])
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: false })
    assert.equal(await one.ended(job), 'ABORTED')
  })

  it('can be aborted, and leaves no problem', async () => {
    existing.clear()
    const job = await one.start('WAITS')
    await becomes(job, 'WAITING')
    const abort = { user: 'ann', reason: null, cleanup: true }
    assert.equal(await one.engine.abort(job, abort), true)
    assert.equal(await one.engine.abort(job, abort), false)
    assert.equal(await one.ended(job), 'ABORTED')
    await one.passes(6)
    await one.until('its problem is over', async () => (await problems()).length === 0)
  })

  it('waits for a node after 5 s without one that can run it, and runs when one joins', async () => {
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
    if (!existing.has(condition.resource)) return waitFor(condition)
    return finished(order.push(`waits ${job}`))
  }

  /** Waits the first time. */
  function odd({ job }: StepContext<undefined>) {
    if (waited.has(job.id)) return finished()
    waited.add(job.id)
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
const NEXT_CHECK = `
select round(extract(epoch from next_check - touched))::integer as wait
from callsheet.problem where resolved is null and requirement = 'never to set'`

/** A condition of an undeclared type. */
function moon(requirement: string) {
  return { type: 'ODD', resource: 'the moon', requirement }
}
