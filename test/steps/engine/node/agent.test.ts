import assert from 'node:assert/strict'
import { fatal, finished, type StepContext } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { aborted, Gate, step, transactional } from '../farm/made-up-steps.ts'

type Context = StepContext<undefined>

describe('The step agent', function () {
  this.timeout(20_000)
  let one: Farm

  let both: readonly [Gate, Gate]
  let running = new Gate()
  const cleaned: string[] = []
  let slowRuns = 0
  const untilAborted = async ({ signal }: Context) => {
    void running.pass()
    await aborted(signal)
    return finished('too late')
  }
  const discard = async ({ run, metadata }: Context) =>
    void cleaned.push(`${Object.keys(metadata).length} discarded ${run > 0}`)

  before(async () => {
    both = [new Gate(), new Gate()]
    one = await farm({
      CHAIN: [
        { number: 100, step: step('first', async () => finished({ frames: 25 }, { seen: 'yes' })) },
        {
          number: 200,
          after: [100],
          step: step('second', async ({ result, metadata }) =>
            finished([result('first'), result('none'), metadata]),
          ),
        },
      ],
      TWINS: [
        { number: 100, step: step('left', async () => finished(await both[0].pass())) },
        { number: 200, step: step('right', async () => finished(await both[1].pass())) },
      ],
      OPTIONAL: [
        { number: 100, step: step('broken', async () => fatal('no such thing')), critical: false },
        { number: 200, step: step('after broken'), after: [100] },
      ],
      CRITICAL: [
        { number: 100, step: step('broken for good', async () => fatal('no such thing')) },
        { number: 200, step: step('never'), after: [100] },
        { number: 900, step: step('cleaner', async () => finished(cleaned.push('cleaned'))), cleanup: true },
      ],
      LONG: [
        { number: 100, step: step('long', untilAborted, { discard }) },
        {
          number: 900,
          step: step('cleaner of long', async ({ signal }) => finished({ aborted: signal.aborted })),
          cleanup: true,
        },
      ],
      SLOW: [
        {
          number: 100,
          step: transactional('slow', async ({ em }) => {
            slowRuns += 1
            await em.execute('select pg_sleep(0.2)')
            return finished()
          }),
        },
      ],
      HASTY: [
        {
          number: 100,
          step: step(
            'hasty',
            () => {
              throw new Error('thrown before there was a promise')
            },
            { tries: 1 },
          ),
        },
      ],
    })
    await one.agent()
  })
  after(() => one[Symbol.asyncDispose]())
  afterEach(() => assert.deepEqual(one.troubles, []))

  it('passes results and metadata of a step to later steps', async () => {
    const job = await one.start('CHAIN')
    assert.equal(await one.ended(job), 'FINISHED')
    const [row] = await one.rows<{ result: unknown }>(
      'select result from callsheet.step where job_id = ? and number = 200',
      [job],
    )
    assert.deepEqual(row?.result, [{ frames: 25 }, null, { seen: 'yes' }])
  })

  it('runs independent steps in parallel', async () => {
    const job = await one.start('TWINS')
    await Promise.all(both.map(({ reached }) => reached))
    for (const gate of both) gate.open()
    assert.equal(await one.ended(job), 'FINISHED')
  })

  it('continues after the failure of a non-critical step, to FINISHED_WARNING', async () => {
    const job = await one.start('OPTIONAL')
    assert.equal(await one.ended(job), 'FINISHED_WARNING')
    assert.deepEqual(await one.runs(job), ['100/0 FAILED_FATAL', '200/0 FINISHED'])
  })

  it('ends a job after the failure of a critical step, and cleans up first', async () => {
    const job = await one.start('CRITICAL')
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
    assert.deepEqual(await one.runs(job), ['100/0 FAILED_FATAL', '900/0 FINISHED'])
    assert.deepEqual(cleaned.splice(0), ['cleaned'])
  })

  it('stops the step of an aborted job, discards its output and outcome, and cleans up', async () => {
    const job = await one.start('LONG')
    await running.reached
    await one.engine.abort(job, { user: 'ann', reason: 'enough', cleanup: true })
    assert.equal(await one.ended(job), 'ABORTED')
    assert.deepEqual(await one.runs(job), ['100/0 FAILED_FATAL', '900/0 FINISHED'])
    assert.deepEqual(cleaned.splice(0), ['0 discarded true'])
    const [row] = await one.rows(
      'select result, error_message from callsheet.step where job_id = ? and number = 100',
      [job],
    )
    assert.deepEqual(row, { result: null, error_message: 'aborted by ann: enough' })
    const [clean] = await one.rows('select result from callsheet.step where job_id = ? and number = 900', [
      job,
    ])
    assert.deepEqual(clean, { result: { aborted: false } })
  })

  it('treats a step that throws synchronously like one that rejects', async () => {
    const job = await one.start('HASTY')
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
  })

  it('returns running steps to the queue when it stops, without a loss', async () => {
    running = new Gate()
    const job = await one.start('LONG')
    await running.reached
    running = new Gate()
    await one.agent('other')
    const [first] = await one.rows<{ name: string }>(
      'select n.name from callsheet.placement p join callsheet.node n on n.id = p.node_id',
    )
    await one.stop(first?.name ?? '')
    await running.reached
    assert.deepEqual(await one.runs(job), ['100/0 DISAPPEARED', '100/0 STARTED_ASYNCHRONOUS'])
    assert.deepEqual(
      await one.rows('select losses from callsheet.step where job_id = ? and number = 100', [job]),
      [{ losses: 0 }],
    )
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: true })
    assert.equal(await one.ended(job), 'ABORTED')
  })

  it('leaves the transactional steps that have not begun to others when it stops', async () => {
    await one.stop('other')
    await one.stop('a')
    const jobs = await Promise.all(Array.from({ length: 8 }, () => one.start('SLOW')))
    await one.agent('leaving')
    assert.equal(await one.ended(Math.min(...jobs)), 'FINISHED')
    await one.stop('leaving')
    assert.ok(slowRuns < 8)
    await one.agent('next')
    for (const job of jobs) assert.equal(await one.ended(job), 'FINISHED')
    assert.equal(slowRuns, 8)
  })
})
