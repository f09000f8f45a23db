import assert from 'node:assert/strict'
import { finished, type StepContext } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { Gate, step } from '../farm/made-up-steps.ts'

describe('A step whose node is lost', function () {
  this.timeout(20_000)
  let one: Farm
  let gate = new Gate()

  before(async () => {
    const waits = async ({ signal }: StepContext<undefined>) => {
      await gate.pass()
      return finished({ aborted: signal.aborted })
    }
    one = await farm({
      ONE: [
        { number: 100, step: step('one', waits) },
        { number: 900, step: step('cleaner'), cleanup: true },
      ],
    })
  })
  beforeEach(() => {
    gate = new Gate()
  })
  after(() => one[Symbol.asyncDispose]())

  it('is DISAPPEARED as soon as the process has ended, and runs again as the same attempt', async () => {
    const { job, attempts } = await running('dead', 'ended')
    assert.equal(await one.rescue(), true)
    assert.ok(one.events.some((event) => event.type === 'node-lost' && event.why === 'its process is gone'))
    assert.deepEqual(await one.runs(job), ['100/0 DISAPPEARED'])
    assert.deepEqual(
      await one.rows('select losses, attempt, state from callsheet.step where job_id = ? and number = 100', [
        job,
      ]),
      [{ losses: 1, attempt: 0, state: 'READY' }],
    )
    await one.agent('next')
    gate.open()
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(await one.runs(job), ['100/0 DISAPPEARED', '100/0 FINISHED'])
    await attempts.stopAll('placement lost')
    await one.stop('next')
  })

  it('is FAILED_FATAL after five losses in a row, so that it kills no more nodes', async () => {
    const job = await one.start('ONE')
    for (let at = 0; at < 5; at += 1) {
      gate = new Gate()
      await startOn(`victim ${at}`, 'ended')
      await one.rescue()
    }
    const [row] = await one.rows(
      'select state, error_message from callsheet.step where job_id = ? and number = 100',
      [job],
    )
    assert.deepEqual(row, { state: 'FAILED_FATAL', error_message: 'its node died 5 times in a row' })
    await one.agent('cleaning')
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
    await one.stop('cleaning')
  })

  it('is reclaimed from a node that was wrongly declared dead, which stops it and joins again', async () => {
    await one.agent('sleeper')
    const job = await one.start('ONE')
    await gate.reached
    await one.rows(`update callsheet.node set gone = callsheet.now() where name = 'sleeper'`)
    await one.published('it stops its work', (event) => event.type === 'node-fenced')
    await one.rescue()
    gate.open()
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(await one.runs(job), ['100/0 DISAPPEARED', '100/0 FINISHED'])
    const [row] = await one.rows('select result from callsheet.step where job_id = ? and number = 100', [job])
    assert.deepEqual(row, { result: { aborted: false } })
    assert.equal(
      one.events.filter((event) => event.type === 'node-joined' && event.name === 'sleeper').length,
      2,
    )
    await one.stop('sleeper')
  })

  async function running(name: string, process: 'living' | 'ended') {
    const job = await one.start('ONE')
    return { job, ...(await startOn(name, process)) }
  }

  /** Starts the ready step on a new node. */
  async function startOn(name: string, process: 'living' | 'ended') {
    const node = await one.node(name, { process })
    await one.admit()
    const [delivery] = await one.fetch(node)
    assert.ok(delivery)
    const attempts = one.attempts()
    void attempts.run(delivery)
    await gate.reached
    return { node, delivery, attempts }
  }
})
