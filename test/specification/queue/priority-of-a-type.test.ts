/** Queue rules for jobs of a type: their default priority and their task groups (wire.md §12, §13). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'
import { Queue } from '../reason/queue-as.ts'

describe('A job of a type that the queue rules give a priority', () => {
  const served = serving()
  const { api, ask, rows } = served
  before(() =>
    new Queue(served).rules({
      priorities: { TRANSCODE: 'LOW' },
      groups: [
        { name: 'proxies', maxConcurrency: 2, jobs: [{ types: ['TRANSCODE'], priorities: ['LOW'] }] },
        { name: 'of-bob', maxConcurrency: null, jobs: [{ users: ['bob'] }] },
      ],
    }),
  )
  const post = (query: string) =>
    ask(`POST /job?type=TRANSCODE&jobmetadata=sourceUri%3d${api().mediaRoot}/a.mov${query}`)

  // biome-ignore format: a table
  for (const [query, priority, groups] of [
    ['',               'LOW',    ['proxies', 'of-bob']],
    ['&holdJob=true',  'LOW',    ['proxies', 'of-bob']],
    ['&priority=LOW',  'LOW',    ['proxies', 'of-bob']],
    ['&priority=HIGH', 'HIGH',   ['of-bob']],
  ] as const)
    it(`with “${query}” has priority ${priority} and the task groups ${groups.join(', ')}`, async () => {
      const { body, text } = await post(query)
      assert.equal(body.priority, priority, text)
      const id = Number(body.jobId.slice(3))
      const [row] = await rows('select groups from callsheet.job where id = ?', [id])
      assert.deepEqual(row, { groups })
    })

  it('has that priority in a dry run', async () => {
    const { body } = await post('&dryRun=true')
    assert.equal(body.priority, 'LOW')
  })
})
