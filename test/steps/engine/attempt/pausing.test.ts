import assert from 'node:assert/strict'
import { type Farm, farm } from '../farm/farm.ts'
import { step } from '../farm/made-up-steps.ts'

describe('A pause', function () {
  this.timeout(20_000)
  let one: Farm
  const ABORT = { user: 'ann', reason: null, cleanup: true }

  beforeEach(async () => {
    const stages = (name: string) => [
      { number: 100, step: step(name) },
      { number: 900, step: step(`${name} cleaner`), cleanup: true },
    ]
    one = await farm({ ONE: stages('one'), OTHER: stages('other') })
    await one.node('a', { cpu: 9 })
  })
  afterEach(() => one[Symbol.asyncDispose]())

  /** The placed steps, as `7/100`: job, step. */
  async function placed(): Promise<readonly string[]> {
    await one.admit()
    const rows = await one.rows<{ step: string }>(
      `select s.job_id || '/' || s.number as step
       from callsheet.placement p join callsheet.step s on s.id = p.step_id order by s.job_id`,
    )
    return rows.map(({ step }) => step)
  }

  it('of a job keeps only that job from starting, until it is resumed', async () => {
    const [paused, other] = [await one.start('ONE'), await one.start('ONE')]
    assert.equal(await one.engine.pause(paused, 'bob'), true)
    assert.equal(await one.engine.pause(paused, 'bob'), false)
    assert.deepEqual(await placed(), [`${other}/100`])
    assert.deepEqual(await one.rows('select state, paused_by from callsheet.job where id = ?', [paused]), [
      { state: 'WAITING', paused_by: 'bob' },
    ])
    assert.equal(await one.engine.resume(paused, 'bob'), true)
    assert.equal(await one.engine.resume(paused, 'bob'), false)
    assert.deepEqual(await placed(), [`${paused}/100`, `${other}/100`])
    assert.deepEqual(await one.rows('select from callsheet.problem where resolved is null'), [])
  })

  it('of a job drops its placement', async () => {
    const job = await one.start('ONE')
    assert.deepEqual(await placed(), [`${job}/100`])
    await one.engine.pause(job, 'bob')
    assert.deepEqual(await placed(), [])
  })

  it('of a job never passes without a resume', async () => {
    const job = await one.start('ONE')
    await one.engine.pause(job, 'bob')
    await one.passes(600)
    await one.rescue()
    assert.deepEqual(await placed(), [])
  })

  it('of a job prevents neither an abort nor the clean-up', async () => {
    const job = await one.start('ONE')
    await one.engine.pause(job, 'bob')
    assert.equal(await one.engine.abort(job, ABORT), true)
    assert.equal(await one.engine.abort(job, ABORT), false)
    assert.deepEqual(await placed(), [`${job}/900`])
  })

  for (const [what, type, starts] of [
    ['of a type keeps only jobs of the type from starting', 'ONE', true],
    ['of the queue keeps all jobs from starting', '', false],
  ] as const) {
    it(`${what} until it is resumed; it changes no job and does not stop clean-up`, async () => {
      const em = () => one.test.database.em.fork()
      await one.engine.pauseType(em(), type, 'bob')
      await one.engine.pauseType(em(), type, 'ann')
      const [job, aborted, other] = [await one.start('ONE'), await one.start('ONE'), await one.start('OTHER')]
      await one.engine.abort(aborted, ABORT)
      const continuing = [`${aborted}/900`, ...(starts ? [`${other}/100`] : [])]
      assert.deepEqual(await placed(), continuing)
      assert.deepEqual(await one.rows('select state from callsheet.job where id = ?', [job]), [
        { state: 'READY' },
      ])
      await one.engine.resumeType(em(), type)
      assert.deepEqual(await placed(), [`${job}/100`, `${aborted}/900`, `${other}/100`])
    })
  }
})
