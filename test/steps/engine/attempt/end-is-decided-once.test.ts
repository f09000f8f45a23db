/** The recorded end of an attempt and its log line agree, whatever has changed since it started. */
import assert from 'node:assert/strict'
import { retry } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { Gate, step } from '../farm/made-up-steps.ts'

describe('The end of an attempt', function () {
  this.timeout(20_000)
  let one: Farm
  const gate = new Gate()
  before(async () => {
    one = await farm({
      ONE: [{ number: 100, step: step('one', async () => gate.pass().then(() => retry('busy'))) }],
    })
    await one.agent('a', 3_600_000)
  })
  after(() => one[Symbol.asyncDispose]())

  it('is recorded and logged according to the job at the end, not at the start', async () => {
    const job = await one.start('ONE')
    await gate.reached
    // The job changes while the attempt runs.
    await one.rows('update callsheet.step set tries = 1 where job_id = ?', [job])
    gate.open()
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
    assert.deepEqual(await one.runs(job), ['100/0 FAILED_FATAL'])
    const lines = await one.rows(
      `select l.line, l.level, l.text from callsheet.log_line l join callsheet.attempt a on a.id = l.attempt_id
       where a.job_id = ? order by l.line`,
      [job],
    )
    assert.deepEqual(lines, [
      { line: 1, level: 'info', text: 'Attempt 0 of step 100' },
      { line: 2, level: 'error', text: 'Attempt 0 of step 100 failed for good: busy' },
    ])
    assert.deepEqual(one.troubles, [])
  })
})
