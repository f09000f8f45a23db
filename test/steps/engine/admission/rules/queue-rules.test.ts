import assert from 'node:assert/strict'
import { writeRules } from '../../../../../schema/queries/admission/queue-rules.ts'
import { NO_RULES, type QueueRules } from '../../../../../schema/queue.ts'
import { finished } from '../../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../../farm/farm.ts'
import { Gate, step, transactional } from '../../farm/made-up-steps.ts'
import { guardLedger, rowsAreSound } from '../../farm/rows-invariants.ts'

describe('The queue rules', function () {
  this.timeout(60_000)
  let one: Farm
  let gate: Gate
  const inside = new Set<number>()
  let most = 0

  const enter = (job: number) => {
    inside.add(job)
    most = Math.max(most, inside.size)
  }
  const leave = (job: number) => finished(inside.delete(job))

  beforeEach(async () => {
    gate = new Gate()
    one = await farm({
      ONE: [{ number: 100, step: step('one') }],
      PAIR: [
        { number: 100, step: step('pair-first') },
        { number: 200, step: step('pair-second') },
      ],
      GROUPED: [{ number: 100, step: step('grouped') }],
      THREE: [
        {
          number: 100,
          step: step('first', async ({ job }) => gate.pass().then(() => finished(enter(job.id)))),
        },
        { number: 200, step: transactional('second', async () => finished()), after: [100] },
        { number: 300, step: step('third', async ({ job }) => leave(job.id)), after: [200] },
      ],
    })
    await guardLedger(one)
  })
  afterEach(async () => {
    const { troubles } = one
    await rowsAreSound(one)
    await one[Symbol.asyncDispose]()
    assert.deepEqual(troubles, [])
  })

  const write = (rules: Partial<QueueRules>) =>
    writeRules(one.test.database.em.fork(), { ...NO_RULES, ...rules })

  /** The jobs that have a placement. */
  async function placed(): Promise<readonly number[]> {
    await one.admit()
    const rows = await one.rows<{ job: number }>(
      'select job_id as job from callsheet.placement order by job_id',
    )
    return rows.map(({ job }) => job)
  }

  it('let a running job of several steps finish before jobs ahead of it in the queue', async () => {
    await write({ concurrentJobs: 1 })
    await one.agent('a')
    const first = await one.start('THREE', 'LOW')
    await gate.reached
    const others: number[] = []
    for (let at = 0; at < 60; at += 1) others.push(await one.start('THREE', 'HIGHEST'))
    gate.open()
    for (const job of [first, ...others]) assert.equal(await one.ended(job), 'FINISHED')
    assert.equal(most, 1)
  })

  it('let a resumed job continue only if there is a place for it', async () => {
    await write({ concurrentJobs: 1 })
    await one.node('a', { cpu: 9 })
    const first = await one.start('ONE')
    assert.deepEqual(await placed(), [first])
    await one.engine.pause(first, 'ann')
    const second = await one.start('ONE')
    assert.deepEqual(await placed(), [second])
    await one.engine.resume(first, 'ann')
    assert.deepEqual(await placed(), [second])
  })

  it('count a WAITING job that has a placement, because it is about to run', async () => {
    await write({ concurrentJobs: 1 })
    await one.node('a', { cpu: 9 })
    const first = await one.start('PAIR')
    await one.rows("update callsheet.step set state = 'WAITING' where job_id = ? and number = 100", [first])
    await one.rows("update callsheet.job set state = 'WAITING' where id = ?", [first])
    assert.deepEqual(await placed(), [first])
    await one.start('ONE', 'HIGHEST')
    assert.deepEqual(await placed(), [first])
  })

  it('reserve the places of a pool for jobs at or above its threshold', async () => {
    await write({
      pools: [
        { priorityThreshold: 'HIGH', size: 1 },
        { priorityThreshold: 'LOWEST', size: 1 },
      ],
    })
    await one.node('a', { cpu: 9 })
    const [low, second] = [await one.start('ONE', 'LOW'), await one.start('ONE', 'LOW')]
    assert.deepEqual(await placed(), [low])
    const high = await one.start('ONE', 'HIGH')
    const [full, urgent] = [await one.start('ONE', 'HIGHEST'), await one.start('ONE', 'IMMEDIATE')]
    // Of two jobs for one place, the one with the higher priority gets it.
    assert.deepEqual(await placed(), [low, full, urgent])
    assert.ok(second < high)
  })

  it('limit the jobs of a task group and no others', async () => {
    const jobs = [{ types: ['GROUPED'] }]
    await write({ groups: [{ name: 'few', maxConcurrency: 2, jobs }] })
    await one.node('a', { cpu: 9 })
    const grouped: number[] = []
    for (let at = 0; at < 3; at += 1) grouped.push(await one.start('GROUPED'))
    const other = await one.start('ONE')
    assert.deepEqual(await placed(), [...grouped.slice(0, 2), other])
    assert.deepEqual(await placed(), [...grouped.slice(0, 2), other])
  })

  it('give a job without a requested priority that of its type', async () => {
    await write({ priorities: { ONE: 'HIGHEST' } })
    const jobs = [await one.start('ONE', 'MEDIUM', { priority: undefined }), await one.start('ONE', 'LOW')]
    const rows = await one.rows('select priority from callsheet.job where id in (?, ?) order by id', jobs)
    assert.deepEqual(rows, [{ priority: 5 }, { priority: 2 }])
  })
})
