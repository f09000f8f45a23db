/** Changes of the queue rules at the same time, and jobs that are created while they change. */
import assert from 'node:assert/strict'
import { GroupCheck } from '../../../steps/engine/admission/group-check.ts'
import { type Api, api } from '../../api.ts'
import { as } from '../../factory.ts'
import { serving } from '../../serving.ts'
import { change } from './change.ts'

const POOLS = '/configuration/job-pool'
const TWENTY = Array.from({ length: 20 }, (_, index) => index)

describe('Queue rules changed on two servers at once', function () {
  this.timeout(30_000)
  const served = serving()
  const { ask, rows } = served
  const { done, get } = change(served)
  let other: Api
  before(async () => {
    other = await api({}, served.api().test)
  })
  after(() => other[Symbol.asyncDispose]())
  beforeEach(async () => {
    await done('DELETE /task-group')
    await done(`DELETE ${POOLS}`)
  })

  /** Asks one of the servers. */
  const on = (server: number, path: string, body?: object) => {
    const { request } = server % 2 === 0 ? served.api() : other
    const asking = request.put(path).set('Authorization', as('root')).set('Accept', 'application/json')
    return body === undefined ? asking : asking.send(body)
  }

  it('are those of one PUT or the other, never of both', async () => {
    const sizes = (size: number) => ['HIGH', 'LOW'].map((priorityThreshold) => ({ priorityThreshold, size }))
    const answers = await Promise.all(
      TWENTY.map((index) => on(index, POOLS, { concurrentJobs: index + 1, pool: sizes(index + 1) })),
    )
    for (const { status, text } of answers) assert.equal(status, 200, text)
    const { concurrentJobs, pool } = JSON.parse(await get(POOLS))
    assert.deepEqual(
      pool.map(({ size }: { size: number }) => size),
      [concurrentJobs, concurrentJobs],
    )
  })

  it('have every task group that was put', async () => {
    const answers = await Promise.all(
      TWENTY.map((index) => on(index, `/task-group/g${index}?maxConcurrency=1`)),
    )
    for (const { status, text } of answers) assert.equal(status, 200, text)
    const names = (await get('/task-group', 'text')).trimEnd().split('\r\n')
    assert.deepEqual(new Set(names), new Set(TWENTY.map((index) => `g${index}`)))
  })

  it('have every node and every key that was added to one task group', async () => {
    await on(0, '/task-group/one')
    await Promise.all(
      TWENTY.flatMap((index) => [
        on(index, `/task-group/one/transcoder/n${index}`),
        on(index, '/task-group/one/metadata', { field: [{ key: `k${index}`, value: 'x' }] }),
      ]),
    )
    const { transcoder, metadata } = JSON.parse(await get('/task-group/one'))
    assert.deepEqual([transcoder.length, metadata.field.length], [20, 20])
  })

  it('have every pool that was patched', async () => {
    const thresholds = ['LOWEST', 'LOW', 'MEDIUM', 'HIGH', 'HIGHEST']
    await Promise.all(
      thresholds.map(async (priorityThreshold, index) => {
        const body = JSON.stringify({ pool: [{ priorityThreshold, size: 1 }] })
        await ask(`PATCH ${POOLS}`, { by: 'root', type: 'application/json', body })
        await on(index, '/task-group/one?maxConcurrency=1')
      }),
    )
    const { pool } = JSON.parse(await get(POOLS))
    assert.equal(pool.length, thresholds.length)
  })

  it('reach a job that the other server created with the old task groups, seconds later', async () => {
    const job = await served.job({ type: 'TRANSCODE' })
    await on(0, '/task-group/all?job=type:TRANSCODE')
    const groups = async () => {
      const [row] = await rows<{ groups: readonly string[] }>(
        'select to_json(groups) as groups from callsheet.job where id = ?',
        [job],
      )
      return row?.groups
    }
    assert.deepEqual(await groups(), ['all'])
    // As if it had been created just after the check, by a server that kept the old groups.
    await rows(`update callsheet.job set groups = '{}' where id = ? returning id`, [job])
    const check = new GroupCheck()
    const em = () => served.api().test.database.em.fork()
    await check.round(em())
    assert.deepEqual(await groups(), [])
    await rows(
      `update callsheet.queue set groups_changed = groups_changed - interval '3 seconds' returning one`,
    )
    await check.round(em())
    assert.deepEqual(await groups(), ['all'])
    const [row] = await rows('select groups_changed from callsheet.queue')
    assert.deepEqual(row, { groups_changed: null })
  })
})
