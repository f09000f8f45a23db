/** `paused` of a JobDocument (Callsheet extension): shows in every state whether a job is paused. */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'
import { jobIn } from '../read/job-in-state.ts'

describe('paused in a JobDocument', () => {
  const served = serving()
  const { ask } = served
  const pausedBy = async (id: number) => (await ask(`GET /job/VX-${id}`)).body.paused

  for (const state of ['READY', 'STARTED', 'HOLD'] as const)
    it(`names the user who paused a job that was ${state}, until it is resumed`, async () => {
      const id = await jobIn(served, state)
      assert.equal(await pausedBy(id), undefined)
      await ask(`POST /job/VX-${id}/pause`)
      assert.equal(await pausedBy(id), 'bob')
      const { body } = await ask('GET /job?user=false')
      assert.equal(body.job.find(({ jobId }: { jobId: string }) => jobId === `VX-${id}`).paused, 'bob')
      await ask(`POST /job/VX-${id}/resume`)
      assert.equal(await pausedBy(id), undefined)
    })

  it('is left out for a final job', async () => {
    const id = await jobIn(served, 'READY')
    await ask(`POST /job/VX-${id}/pause`)
    await ask(`DELETE /job/VX-${id}`)
    const { body } = await ask(`GET /job/VX-${id}`)
    assert.deepEqual([body.status, body.paused], ['ABORTED', undefined])
  })
})
