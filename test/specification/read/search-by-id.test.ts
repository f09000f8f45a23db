/** A search for the id of a job finds that job first, and then jobs that only mention the id. */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

describe('A search for an id', () => {
  const { ask, job } = serving()
  before(async () => {
    for (const metadata of [{ itemId: 'VX-3' }, { title: 'clip 3' }, {}, { itemId: 'VX-33', size: '13' }])
      await job({ user: 'bob', metadata })
  })

  // The ids that each finds, in order.
  // biome-ignore format: a table
  const FOUND: readonly (readonly [parameters: string, ids: readonly string[]])[] = [
    ['text=VX-3',                               ['VX-3', 'VX-1', 'VX-4']],
    ['text=VX-3&sort=jobId+desc',               ['VX-3', 'VX-4', 'VX-1']],
    ['text=VX-3&sort=startTime+desc',           ['VX-3', 'VX-4', 'VX-1']],
    ['text=VX-3&first=2&number=1',              ['VX-1']],
    ['text=3',                                  ['VX-3', 'VX-1', 'VX-2', 'VX-4']],
    ['text=3+clip',                             ['VX-2']],
    ['text=VX-3+VX-1',                          ['VX-1']],
    ['text=VX-3+VX-2',                          []],
    ['text=VX-33',                              ['VX-4']],
  ]
  for (const [parameters, ids] of FOUND)
    for (const request of ['GET /API/job', 'PUT /API/job/search'])
      it(`${request}?${parameters} finds ${ids.join(', ') || 'nothing'}`, async () => {
        const { body } = await ask(`${request}?idonly=true&user=false&${parameters}`, { by: 'root' })
        assert.deepEqual(
          (body.job ?? []).map(({ jobId }: { jobId: string }) => jobId),
          ids,
        )
      })

  it('by another site, or within a longer word, finds only jobs that mention it', async () => {
    for (const text of ['XX-3', 'VX-3x', 'VX-03'])
      assert.equal((await ask(`GET /API/job?user=false&text=${text}`)).body.hits, 0)
  })

  it('counts the job in the facets', async () => {
    const { body } = await ask('PUT /API/job/search?user=false&text=VX-3', {
      by: 'root',
      type: 'application/json',
      body: '{"facet":[{"field":"type"}]}',
    })
    assert.deepEqual(body.facet[0].count, [{ value: 3, fieldValue: 'TRANSCODE' }])
  })
})
