import assert from 'node:assert/strict'
import { finished } from '../../../steps/engine/step.ts'
import { type Farm, farm } from './farm.ts'
import { Gate, step } from './made-up-steps.ts'

describe('what a step says', function () {
  this.timeout(20_000)
  let one: Farm
  let gate: Gate

  before(async () => {
    gate = new Gate()
    one = await farm({
      TALKATIVE: [
        {
          number: 100,
          step: step('talkative', async ({ log }) => {
            for (let line = 1; line <= 10_050; line += 1) log('info', `line ${line}`)
            return finished()
          }),
        },
      ],
      STRANGE: [
        {
          number: 100,
          step: step('strange', async ({ log }) => {
            log('warning', 'a\0b')
            log('error', `${'x'.repeat(3_999)}\u{1F600}`)
            log('debug', 'half \uD83D of one')
            return finished()
          }),
        },
      ],
      SLOW: [
        {
          number: 100,
          step: step('slow', async ({ log, progress }) => {
            log('info', 'begun')
            progress(10, 100, 'percent')
            progress(40, 100, 'percent')
            await gate.pass()
            progress(3, undefined, 'bytes')
            return finished()
          }),
        },
      ],
    })
    await one.agent()
  })
  after(() => one[Symbol.asyncDispose]())
  afterEach(() => assert.deepEqual(one.troubles, []))

  it('is kept in its order, up to 10 000 lines of an attempt, the last of which says so', async () => {
    const job = await one.start('TALKATIVE')
    assert.equal(await one.ended(job), 'FINISHED')
    const lines = await said(job)
    assert.equal(lines.length, 10_000)
    assert.deepEqual(lines[0], [1, 'debug', 'Attempt 0 of step 100'])
    // Told one by one: of two long lists that differ, the assertion would look for the least difference for minutes.
    for (const [at, line] of lines.slice(1, -1).entries())
      assert.deepEqual(line, [at + 2, 'info', `line ${at + 1}`])
    assert.deepEqual(lines.at(-1), [
      10_000,
      'info',
      '… the log of this attempt ends here: it has 10000 lines',
    ])
  })

  it('is kept without what PostgreSQL has no way to store, and cut to 4 000 characters', async () => {
    const job = await one.start('STRANGE')
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual((await said(job)).slice(1), [
      [2, 'warning', 'a\uFFFDb'],
      [3, 'error', `${'x'.repeat(3_999)}\uFFFD`],
      [4, 'debug', 'half \uFFFD of one'],
    ])
  })

  it('can be read while it runs, and so can how far it is', async () => {
    const job = await one.start('SLOW')
    await gate.reached
    await one.until('its log is there', async () => (await said(job)).length === 2, 1_000)
    await one.until('its progress is there', async () => (await progress(job)) === '40/100 percent', 2_000)
    gate.open()
    assert.equal(await one.ended(job), 'FINISHED')
    assert.equal(await progress(job), '3/null bytes')
  })

  async function said(job: number): Promise<readonly unknown[]> {
    const rows = await one.rows<{ line: number; level: string; text: string }>(
      `select line, level, text from callsheet.log_line l join callsheet.attempt a on a.id = l.attempt_id
       where a.job_id = ? order by line`,
      [job],
    )
    return rows.map(({ line, level, text }) => [line, level, text])
  }

  async function progress(job: number): Promise<string | undefined> {
    const [row] = await one.rows<{ value: number; total: number | null; unit: string }>(
      'select value, total, unit from callsheet.progress p join callsheet.attempt a on a.id = p.attempt_id where a.job_id = ?',
      [job],
    )
    return row && `${row.value}/${row.total} ${row.unit}`
  }
})
