import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { finished, retry, type StepContext } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { step } from '../farm/made-up-steps.ts'

const BACKOFF_S = 120

/** A step that waits for a retry, and its job. */
interface Between {
  readonly job: string
  readonly state: string
  readonly message: string
  readonly at: string
}
const BETWEEN = `
select j.state as job, s.state, s.error_message as message, s.retry_after::text as at
from callsheet.step s join callsheet.job j on j.id = s.job_id where j.id = ? and s.number = 100`

describe('A step that fails and can be retried', function () {
  this.timeout(20_000)
  let one: Farm

  before(async () => {
    const fails = async ({ attempt }: StepContext<undefined>) => {
      if (attempt % 2) return retry(`said at ${attempt}`)
      throw new Error(`thrown at ${attempt}`)
    }
    one = await farm({
      ALWAYS: [
        { number: 100, step: step('always', fails) },
        { number: 200, step: step('never'), after: [100] },
      ],
      TWICE: [
        {
          number: 100,
          step: step('twice', async (context) => (context.attempt < 2 ? fails(context) : finished()), {
            tries: 3,
          }),
        },
      ],
      ONCE: [{ number: 100, step: step('once', fails, { tries: 1 }), critical: false }],
      TOO_LARGE: [
        {
          number: 100,
          step: step('too large', async () => finished(null, { [randomBytes(20_000).toString('hex')]: '' })),
        },
      ],
      UNSTORABLE: [
        {
          number: 100,
          step: step('nul', async () => finished({ 'k\0': ['v\0', '\uD83D'] }, { key: 'a\0b' })),
        },
        {
          number: 200,
          step: step('thrown nul', async () => assert.fail('half \uD83D and \0'), { tries: 1 }),
          critical: false,
        },
        { number: 300, step: step('endless', async () => finished(10n)), critical: false },
      ],
    })
    await one.agent('a', BACKOFF_S * 1_000)
  })
  after(() => one[Symbol.asyncDispose]())
  afterEach(() => assert.deepEqual(one.troubles, []))

  it('is WAITING while its job is paused, and is then retried at the original time', async () => {
    const job = await one.start('ALWAYS')
    const step = async () => (await one.rows<Between>(BETWEEN, [job]))[0]
    await one.until('it has failed', async () => (await step())?.state === 'FAILED_RETRY')
    const failed = await step()
    await one.engine.pause(job, 'bob')
    assert.deepEqual(await step(), { ...failed, state: 'WAITING', job: 'WAITING' })
    await one.passes(BACKOFF_S / 2)
    await one.engine.resume(job, 'bob')
    assert.deepEqual(await step(), { ...failed, job: 'READY' })
    await one.passes(BACKOFF_S * 1.2)
    await one.until('it is retried', async () => (await one.runs(job)).includes('100/1 FAILED_RETRY'))
    await one.engine.abort(job, { user: 'bob', reason: null, cleanup: true })
  })

  it('is tried six times with doubling delays, and is then FAILED_FATAL', async () => {
    const job = await one.start('ALWAYS')
    const waits: number[] = []
    for (let at = 0; at < 5; at += 1) {
      waits.push(await waitAfter(job, at))
      await one.passes((waits.at(-1) ?? 0) + 1)
    }
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
    const expected = [0, 1, 2, 3, 4].map((at) => BACKOFF_S * 2 ** at)
    for (const [at, wait] of waits.entries()) {
      const ideal = expected[at] ?? 0
      assert.ok(wait > ideal * 0.89 && wait < ideal * 1.11, `${wait} s is about ${ideal} s`)
    }
    const runs = [0, 1, 2, 3, 4].map((at) => `100/${at} FAILED_RETRY`)
    assert.deepEqual(await one.runs(job), [...runs, '100/5 FAILED_FATAL'])
    const messages = await one.rows<{ text: string }>(
      'select error_message as text from callsheet.attempt where job_id = ? order by id',
      [job],
    )
    assert.deepEqual(
      messages.map(({ text }) => text),
      ['thrown at 0', 'said at 1', 'thrown at 2', 'said at 3', 'thrown at 4', 'said at 5'],
    )
  })

  it('is not retried early', async () => {
    const job = await one.start('TWICE')
    const wait = await waitAfter(job, 0)
    await one.passes(wait - 30)
    await one.rescue()
    assert.deepEqual(await one.runs(job), ['100/0 FAILED_RETRY'])
    await one.passes(31)
    await one.passes((await waitAfter(job, 1)) + 1)
    assert.equal(await one.ended(job), 'FINISHED')
  })

  it('is tried as often as it declares', async () => {
    const job = await one.start('ONCE')
    assert.equal(await one.ended(job), 'FINISHED_WARNING')
    assert.deepEqual(await one.runs(job), ['100/0 FAILED_FATAL'])
  })

  it('has results and reasons stored without characters that PostgreSQL cannot store', async () => {
    const job = await one.start('UNSTORABLE')
    assert.equal(await one.ended(job), 'FINISHED_WARNING')
    const steps = await one.rows(
      'select result, error_message from callsheet.step where job_id = ? order by number',
      [job],
    )
    assert.deepEqual(steps, [
      { result: { 'k\uFFFD': ['v\uFFFD', '\uFFFD'] }, error_message: null },
      { result: null, error_message: 'half \uFFFD and \uFFFD' },
      { result: null, error_message: 'its result cannot be stored: Do not know how to serialize a BigInt' },
    ])
  })

  it('fails for good if its end is too large to store', async () => {
    const job = await one.start('TOO_LARGE')
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
    const [row] = await one.rows<{ text: string }>(
      'select error_message as text from callsheet.step where job_id = ?',
      [job],
    )
    assert.match(row?.text ?? '', /^its end cannot be stored: index row/)
    const troubles = one.events.filter(({ type }) => type === 'trouble')
    assert.deepEqual(
      troubles.map((trouble) => 'where' in trouble && trouble.where.replace(/\d+/, 'n')),
      ['changes of jobs n together', 'end of attempt n'],
    )
    for (const trouble of troubles) assert.match(JSON.stringify(trouble), /index row/)
    one.events.splice(0)
  })

  /** Waits until an attempt has failed; returns the delay before the next one, s. */
  async function waitAfter(job: number, attempt: number): Promise<number> {
    await one.published(
      `attempt ${attempt} failed`,
      (event) =>
        event.type === 'step-moved' &&
        event.job === job &&
        event.became === 'FAILED_RETRY' &&
        event.attempt === attempt,
    )
    const [row] = await one.rows<{ wait: number }>(
      `select extract(epoch from retry_after - changed)::float8 as wait from callsheet.step where job_id = ? and state = 'FAILED_RETRY'`,
      [job],
    )
    return row?.wait ?? 0
  }
})
