import assert from 'node:assert/strict'
import { fatal, finished, retry } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { Gate, step, transactional } from '../farm/made-up-steps.ts'

describe('A transactional step', function () {
  this.timeout(20_000)
  let one: Farm
  let inside: Gate
  let beside: Gate
  let [runsOfCut, runsOfCuts] = [0, 0]
  const write = `insert into callsheet.file (uri, size, job_id) values (?, 1, ?)`

  before(async () => {
    inside = new Gate()
    beside = new Gate()
    one = await farm({
      WRITES: [
        {
          number: 100,
          step: transactional('writes', async ({ em, job, log }) => {
            await em.execute(write, [`file:///${job.id}`, job.id])
            log('info', 'written')
            return finished('done', { written: 'yes' })
          }),
        },
        { number: 200, step: step('follows'), after: [100] },
      ],
      ...failing('RETURNS FATAL', async () => fatal('it cannot be')),
      ...failing('RETURNS RETRY', async () => retry('not now')),
      ...failing('THROWS', async () => assert.fail('a bug')),
      ...failing('THROWS AN SQL ERROR', async (em) => em.execute('select 1 / 0')),
      ...failing('HIDES AN SQL ERROR', async (em) => {
        await em.execute('select 1 / 0').catch(() => undefined)
        return finished()
      }),
      CUT: [
        {
          number: 100,
          step: transactional('cut', async ({ em }) => {
            runsOfCut += 1
            if (runsOfCut === 1) await em.execute('select pg_sleep(8)')
            return finished()
          }),
        },
      ],
      CUTS: [
        {
          number: 100,
          step: transactional('cuts', async ({ em }) => {
            runsOfCuts += 1
            await em.execute('select pg_terminate_backend(pg_backend_pid())')
            return finished()
          }),
        },
      ],
      CROWDED: [
        { number: 100, step: step('beside', () => beside.pass().then(() => finished())) },
        {
          number: 200,
          step: transactional('inside', async ({ log }) => {
            log('info', 'logged while the lock is held')
            await inside.pass()
            return finished()
          }),
        },
      ],
    })
    await one.agent('a', 3_600_000)
  })
  after(() => one[Symbol.asyncDispose]())
  afterEach(() => assert.deepEqual(one.troubles, []))

  type Em = Parameters<Parameters<typeof transactional>[1]>[0]['em']
  type Outcome = ReturnType<typeof fatal>

  /** A job type whose transactional step writes a row and a log line, and then fails as given. */
  function failing(type: string, fail: (em: Em) => Promise<Outcome | undefined>) {
    const run: Parameters<typeof transactional>[1] = async ({ em, job, log }) => {
      await em.execute(write, [`file:///${job.id}`, job.id])
      log('info', 'so far')
      return (await fail(em)) ?? finished()
    }
    return { [type]: [{ number: 100, step: transactional(type, run) }] }
  }

  it('commits its writes together with its end, and has its log written', async () => {
    const job = await one.start('WRITES')
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(await one.runs(job), ['100/0 FINISHED', '200/0 FINISHED'])
    assert.deepEqual(await one.rows('select uri from callsheet.file where job_id = ?', [job]), [
      { uri: `file:///${job}` },
    ])
    assert.deepEqual(await one.rows('select key, value from callsheet.metadata where job_id = ?', [job]), [
      { key: 'written', value: 'yes' },
    ])
    assert.deepEqual(await linesOf(job), ['Attempt 0 of step 100', 'written'])
  })

  for (const [type, became] of [
    ['WRITES', 'FINISHED'],
    ['RETURNS FATAL', 'FAILED_FATAL'],
  ] as const)
    it(`records its node when it starts and when it is ${became}`, async () => {
      const job = await one.start(type)
      await one.ended(job)
      const rows = await one.rows(
        `select h.became, n.name from callsheet.history h left join callsheet.node n on n.id = h.node_id
         where h.job_id = ? and h.step = 100 order by h.id`,
        [job],
      )
      const expected = ['STARTED', became].map((state) => ({ became: state, name: 'a' }))
      assert.deepEqual(rows, expected)
      const attempts = await one.rows(
        'select n.name from callsheet.attempt a join callsheet.node n on n.id = a.node_id join callsheet.step s on s.id = a.step_id where s.number = 100 and a.job_id = ?',
        [job],
      )
      assert.deepEqual(attempts, [{ name: 'a' }])
    })

  // biome-ignore format: a table
  const failures = [
    ['RETURNS FATAL',       'FAILED_FATAL', 'failed for good', 'it cannot be'],
    ['RETURNS RETRY',       'FAILED_RETRY', 'failed and can be retried', 'not now'],
    ['THROWS',              'FAILED_RETRY', 'failed and can be retried', 'a bug'],
    ['THROWS AN SQL ERROR', 'FAILED_RETRY', 'failed and can be retried', 'division by zero'],
    ['HIDES AN SQL ERROR',  'FAILED_RETRY', 'failed and can be retried', 'current transaction is aborted'],
  ] as const
  for (const [type, state, end, reason] of failures) {
    it(`that ${type} is ${state} with the reason, and its writes are rolled back`, async () => {
      const job = await one.start(type)
      await one.published(
        'it failed',
        (event) => event.type === 'step-moved' && event.job === job && event.became === state,
      )
      assert.deepEqual(await one.rows('select uri from callsheet.file where job_id = ?', [job]), [])
      assert.deepEqual(await one.runs(job), [`100/0 ${state}`])
      const [row] = await one.rows<{ reason: string }>(
        'select error_message as reason from callsheet.attempt where job_id = ?',
        [job],
      )
      assert.match(row?.reason ?? '', new RegExp(reason))
      await settled(job)
      const name = 'Attempt 0 of step 100'
      assert.deepEqual(await linesOf(job), [name, 'so far', `${name} ${end}: ${row?.reason}`])
    })
  }

  it('does not deadlock with an attempt of the same job that starts meanwhile', async () => {
    const job = await one.start('CROWDED')
    await inside.reached
    // The attempt waits for the job's lock, on the other connection of the agent, or has already started.
    const hasBegun = async () => (await one.runs(job)).includes('100/0 STARTED_ASYNCHRONOUS')
    await one.until(
      'the attempt waits or has begun',
      async () => (await one.isLockAwaited()) || (await hasBegun()),
    )
    inside.open()
    await beside.reached
    beside.open()
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(await one.runs(job), ['100/0 FINISHED', '200/0 FINISHED'])
  })

  it('whose connection is cut runs again at once, with no attempt lost', async () => {
    const cut =
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event = $$PgSleep$$'
    const job = await one.start('CUT')
    await one.until('it runs', async () => (await one.rows(cut)).length > 0)
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(await one.runs(job), ['100/0 FINISHED'])
    assert.deepEqual(runsOfCut, 2)
    one.events.length = 0
  })

  it('whose connection breaks each time has failed', async () => {
    const job = await one.start('CUTS')
    await one.published(
      'it failed',
      (event) => event.type === 'step-moved' && event.job === job && event.became === 'FAILED_RETRY',
    )
    assert.equal(runsOfCuts, 3)
    one.events.length = 0
  })

  async function linesOf(job: number): Promise<readonly string[]> {
    const rows = await one.rows<{ text: string }>(
      `select l.text from callsheet.log_line l
       join callsheet.attempt a on a.id = l.attempt_id
       join callsheet.step s on s.id = a.step_id and s.number = 100
       where a.job_id = ? order by l.line`,
      [job],
    )
    return rows.map(({ text }) => text)
  }

  /** The log of a transactional step is written after its end. */
  async function settled(job: number): Promise<void> {
    await one.until('its log is written', async () => (await linesOf(job)).length === 3)
  }
})
