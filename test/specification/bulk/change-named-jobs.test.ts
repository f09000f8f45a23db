/** `POST /job/bulk?id=…` (Callsheet extension): changes only the named jobs. */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

describe('POST /job/bulk?id=…', () => {
  const { ask, job, rows } = serving()
  const several = async () => [await job({ user: 'bob' }), await job({ user: 'ann' }), await job()]
  const priority = async (id: number) => (await ask(`GET /job/VX-${id}`)).body.priority
  const bulk = (line: string) => ask(`POST /API/job/bulk?action=priority&newPriority=LOWEST&${line}`)

  it('changes only the named jobs, of any user', async () => {
    const [one = 0, other = 0, third = 0] = await several()
    const { status, body } = await bulk(`user=false&id=VX-${one},VX-${other}`)
    assert.deepEqual(
      [status, body.hits, body.job],
      [200, 2, [{ jobId: `VX-${one}` }, { jobId: `VX-${other}` }]],
    )
    assert.deepEqual(
      [await priority(one), await priority(other), await priority(third)],
      ['LOWEST', 'LOWEST', 'MEDIUM'],
    )
  })

  it('applies in addition to the other criteria', async () => {
    const [one = 0, other = 0] = await several()
    const { body } = await bulk(`user=true&id=VX-${one},VX-${other}&dryRun=true`)
    assert.deepEqual(body.job, [{ jobId: `VX-${one}` }])
  })

  it('refuses a job that does not exist, once and with the reason', async () => {
    const [one = 0] = await several()
    const { status, body } = await bulk(`user=false&id=VX-999999,VX-999998,VX-${one},VX-999999`)
    const explanation = 'The job does not exist'
    assert.deepEqual([status, body.hits, body.job], [200, 1, [{ jobId: `VX-${one}` }]])
    assert.deepEqual(body.refused, [
      { jobId: 'VX-999998', explanation },
      { jobId: 'VX-999999', explanation },
    ])
  })

  for (const dryRun of [true, false])
    it(`refuses a job that the other criteria exclude, with dryRun=${dryRun}`, async () => {
      const [one = 0, other = 0] = await several()
      const { body } = await bulk(`id=VX-${one},VX-${other},VX-999999&dryRun=${dryRun}`)
      assert.deepEqual(body.job, [{ jobId: `VX-${one}` }])
      assert.deepEqual(body.refused, [
        { jobId: `VX-${other}`, status: 'READY', explanation: 'The job does not match the other criteria' },
        { jobId: 'VX-999999', explanation: 'The job does not exist' },
      ])
    })

  it('does not repeat the jobs up to `after`', async () => {
    const [one = 0, other = 0] = await several()
    const { body } = await bulk(`user=false&id=VX-${one},VX-${other},VX-999999&after=VX-${one}`)
    assert.deepEqual([body.job, body.refused.length], [[{ jobId: `VX-${other}` }], 1])
  })

  it('lists each job once when it is sent again with the same key', async () => {
    const [one = 0] = await several()
    const again = () =>
      ask(`POST /API/job/bulk?action=delete&user=false&id=VX-${one},VX-999999`, {
        headers: { 'Idempotency-Key': 'named' },
      })
    await rows(
      `update callsheet.job set state = 'FINISHED', finished = callsheet.now() where id = ? returning id`,
      [one],
    )
    const first = await again()
    assert.deepEqual([first.body.job, first.body.refused.length], [[{ jobId: `VX-${one}` }], 1])
    const { body } = await again()
    assert.deepEqual([body.job, body.refused], [first.body.job, first.body.refused])
  })

  for (const [id, explanation] of [
    ['12', 'expected a job id'],
    ['VX-1,XY-2', 'expected a job id'],
    ['', 'expected a comma-separated list of at least one item, got nothing'],
    [',', 'expected a comma-separated list of at least one item, got nothing'],
  ] as const)
    it(`refuses id=${id} instead of selecting all jobs`, async () => {
      const { status, body } = await bulk(`id=${id}`)
      assert.deepEqual(
        [status, body.invalidInput.context, body.invalidInput.explanation],
        [400, 'id', explanation],
      )
    })
})
