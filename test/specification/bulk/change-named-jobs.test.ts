/** `POST /job/bulk?id=…` (Callsheet extension): changes only the named jobs. */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

describe('POST /job/bulk?id=…', () => {
  const { ask, job } = serving()
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

  it('ignores an unknown job', async () => {
    const { status, body } = await bulk('user=false&id=VX-999999')
    assert.deepEqual([status, body.hits, body.job, body.refused], [200, 0, [], []])
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
