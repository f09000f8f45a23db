import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { fatal, finished, retry, waitFor } from '../../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../../farm/farm.ts'
import { aborted, Gate, step } from '../../farm/made-up-steps.ts'

describe('The log of an attempt', function () {
  this.timeout(20_000)
  let one: Farm
  let gate: Gate
  let hangs: Gate
  let waited = false

  before(async () => {
    ;[gate, hangs] = [new Gate(), new Gate()]
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
      LOUD: [
        {
          number: 100,
          step: step('loud', async ({ log }) => {
            for (let line = 1; line <= 10_050; line += 1) log(line % 2 ? 'error' : 'warning', `line ${line}`)
            return fatal('hoarse')
          }),
        },
      ],
      CORRUPT: [{ number: 100, step: step('corrupt', async () => fatal('it is corrupt')) }],
      TWICE: [{ number: 100, step: step('twice', async () => retry('stalled: nothing'), { tries: 2 }) }],
      THROWS: [{ number: 100, step: step('throws', async () => assert.fail('a bug'), { tries: 1 }) }],
      TOO_LARGE: [
        {
          number: 100,
          step: step('too large', async () => finished(null, { [randomBytes(20_000).toString('hex')]: '' })),
        },
      ],
      WAITS: [
        {
          number: 100,
          step: step('waits', async () => {
            if (waited) return finished()
            waited = true
            return waitFor({ type: 'FILE', resource: 'file:///a.mov', requirement: 'to exist', checkS: 0 })
          }),
        },
      ],
      HANGS: [
        {
          number: 100,
          step: step('hangs', async ({ signal }) => {
            void hangs.pass()
            await aborted(signal)
            return retry('stopped')
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

  it('keeps up to 10 000 lines in order, and reports in the last one that it is full', async () => {
    const job = await one.start('TALKATIVE')
    assert.equal(await one.ended(job), 'FINISHED')
    const lines = await linesOf(job)
    assert.equal(lines.length, 10_000)
    assert.deepEqual(lines[0], [1, 'info', 'Attempt 0 of step 100'])
    // Compared line by line: for long lists that differ, deepEqual searches the difference for minutes.
    for (const [at, line] of lines.slice(1, -1).entries())
      assert.deepEqual(line, [at + 2, 'info', `line ${at + 1}`])
    assert.deepEqual(lines.at(-1), [10_000, 'info', '… the log is full: it has 10000 lines'])
  })

  it('replaces characters that PostgreSQL cannot store, and cuts lines to 4 000 characters', async () => {
    const job = await one.start('STRANGE')
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual((await linesOf(job)).slice(1), [
      [2, 'warning', 'a\uFFFDb'],
      [3, 'error', `${'x'.repeat(3_999)}\uFFFD`],
      [4, 'debug', 'half \uFFFD of one'],
    ])
  })

  it('counts the warnings and errors of its step, also those that it does not keep', async () => {
    const loud = await one.start('LOUD')
    await one.ended(loud)
    const corrupt = await one.start('CORRUPT')
    await one.ended(corrupt)
    const counts = (job: number) =>
      one.rows('select value, warnings, errors from callsheet.progress where job_id = ?', [job])
    assert.deepEqual(await counts(loud), [{ value: null, warnings: 5_025, errors: 5_025 }])
    assert.deepEqual(await counts(corrupt), [])
    one.events.splice(0)
  })

  // biome-ignore format: a table
  for (const [type, ...ends] of [
    ['CORRUPT',   ['error', 'Attempt 0 of step 100 failed for good: it is corrupt']],
    ['THROWS',    ['error', 'Attempt 0 of step 100 failed for good: a bug']],
    ['TWICE',     ['warning', 'Attempt 0 of step 100 failed and can be retried: stalled: nothing'],
                  ['error', 'Attempt 1 of step 100 failed for good: stalled: nothing']],
    ['TOO_LARGE', ['error', 'Attempt 0 of step 100 failed for good: its end cannot be stored: …']],
    ['WAITS',     ['info', 'Attempt 0 of step 100 waits for file:///a.mov to exist']],
    ['LOUD',      ['error', 'Attempt 0 of step 100 failed for good: hoarse']],
  ] as const)
    it(`ends with how the attempt of ${type} ended, before the job ends: ${ends.join('; ')}`, async () => {
      const job = await one.start(type)
      await one.ended(job)
      const lines = (await linesOf(job)).map(([, level, text]) => [level, text.replace(/(stored: ).*/, '$1…')])
      const [begins, ended] = [/^Attempt \d of step 100$/, /^Attempt \d of step 100 ./]
      assert.deepEqual(lines.filter(([, text = '']) => ended.test(text)), ends)
      assert.ok(lines.filter(([, text = '']) => begins.test(text)).every(([level]) => level === 'info'))
      one.events.splice(0)
    })

  it('ends with why the attempt was stopped', async () => {
    const job = await one.start('HANGS')
    await hangs.reached
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: true })
    await one.ended(job)
    assert.deepEqual((await linesOf(job)).at(-1), [2, 'info', 'Attempt 0 of step 100 was stopped: aborted'])
  })

  it('can be read while the attempt runs, and so can its progress', async () => {
    const job = await one.start('SLOW')
    await gate.reached
    await one.until('its log is written', async () => (await linesOf(job)).length === 2)
    await one.until('its progress is written', async () => (await progress(job)) === '40/100 percent')
    gate.open()
    assert.equal(await one.ended(job), 'FINISHED')
    assert.equal(await progress(job), '3/null bytes')
  })

  async function linesOf(job: number): Promise<readonly (readonly [number, string, string])[]> {
    const rows = await one.rows<{ line: number; level: string; text: string }>(
      `select line, level, text from callsheet.log_line l join callsheet.attempt a on a.id = l.attempt_id
       where a.job_id = ? order by a.id, line`,
      [job],
    )
    return rows.map(({ line, level, text }) => [line, level, text] as const)
  }

  async function progress(job: number): Promise<string | undefined> {
    const [row] = await one.rows<{ value: number; total: number | null; unit: string }>(
      'select value, total, unit from callsheet.progress p join callsheet.attempt a on a.id = p.attempt_id where a.job_id = ?',
      [job],
    )
    return row && `${row.value}/${row.total} ${row.unit}`
  }
})
