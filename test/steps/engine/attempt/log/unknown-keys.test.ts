/** The log of a job warns once of metadata keys that its type does not know. */
import assert from 'node:assert/strict'
import { finished, retry } from '../../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../../farm/farm.ts'
import { step, transactional } from '../../farm/made-up-steps.ts'

describe('An unknown metadata key', function () {
  this.timeout(20_000)
  let one: Farm

  before(async () => {
    const adds = step('adds', async () => finished(null, { added: 'by a step' }))
    const ends = step('ends', async () => finished())
    one = await farm({
      ROW: [
        { number: 100, step: adds },
        { number: 200, step: ends, after: [100] },
      ],
      SIDE_BY_SIDE: [
        { number: 100, step: ends },
        { number: 200, step: adds },
      ],
      TWICE: [
        {
          number: 100,
          step: step('twice', async ({ attempt }) => (attempt === 0 ? retry('again') : finished()), {
            tries: 2,
          }),
        },
      ],
      CLEANED_UP: [
        { number: 100, step: ends },
        { number: 900, step: step('cleans up', async () => finished()), cleanup: true },
      ],
      TRANSACTIONAL: [
        { number: 50, step: transactional('writes', async () => finished()) },
        { number: 100, step: ends, after: [50] },
      ],
    })
    await one.agent()
  })
  after(() => one[Symbol.asyncDispose]())

  it('is not in the log of clean-up, the only steps of a job that is aborted in the queue', async () => {
    const job = await one.start('CLEANED_UP', 'MEDIUM', { held: true, metadata: { colour: 'red' } })
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: true })
    assert.equal(await one.ended(job), 'ABORTED')
    const lines = await one.rows<{ text: string }>(
      `select l.text from callsheet.log_line l join callsheet.attempt a on a.id = l.attempt_id where a.job_id = ?`,
      [job],
    )
    assert.ok(lines.length > 0)
    assert.deepEqual(
      lines.filter(({ text }) => text.startsWith('unknown')),
      [],
    )
  })

  for (const [type, first] of [
    ['ROW', 100],
    ['SIDE_BY_SIDE', 100],
    ['TWICE', 100],
    ['TRANSACTIONAL', 50],
  ] as const)
    it(`is in the log of the first attempt of ${type}, and in no other`, async () => {
      const job = await one.start(type, 'MEDIUM', {
        metadata: { smpteTimecode: 'x', colour: 'red', app_key: '1' },
      })
      assert.equal(await one.ended(job), 'FINISHED')
      const warned = await one.rows<{ number: number; attempt: number; text: string }>(
        `select s.number, a.attempt, l.text
         from callsheet.log_line l
         join callsheet.attempt a on a.id = l.attempt_id
         join callsheet.step s on s.id = a.step_id
         where a.job_id = ? and l.text like 'unknown metadata key%' order by l.text desc`,
        [job],
      )
      assert.deepEqual(warned, [
        {
          number: first,
          attempt: 0,
          text: 'unknown metadata key “smpteTimecode”; did you mean “smpteTimeCode”?',
        },
        { number: first, attempt: 0, text: 'unknown metadata key “colour”' },
      ])
    })
})
