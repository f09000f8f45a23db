/** Synchronous notifications: a request waits for the first attempt, and nothing else does. */
import assert from 'node:assert/strict'
import type { Awaited } from '../../../schema/queries/notifications/awaited.ts'
import { isAwaited, undeliveredIn } from '../../../server/notification/first-attempts.ts'
import { Delivering } from './delivering.ts'
import { Misbehaving } from './misbehaving.ts'

describe('A request that changes a job', function () {
  this.timeout(60_000)
  const receiver = new Misbehaving()
  let delivering: Delivering
  let url: string

  before(async () => {
    url = await receiver.listen()
    delivering = await Delivering.start()
    // The queue is opened with the first delivery, and then stays open.
    const first = await delivering.notify({ url: `${url}/fine` })
    await delivering.job()
    await delivering.ended(first)
    await clear()
  })
  afterEach(clear)
  after(async () => {
    await receiver[Symbol.asyncDispose]()
    await delivering[Symbol.asyncDispose]()
  })
  async function clear(): Promise<void> {
    await delivering.ask('delete', '/job/notification')
    receiver.paths.length = 0
  }
  const warnings = (headers: Readonly<Record<string, string>>) => headers['x-callsheet-warning'] ?? ''

  it('is answered after a synchronous notification was delivered, and not before', async () => {
    const synchronous = true
    await delivering.notify({ url: `${url}/fine`, synchronous }, { create: '', stop: '' })
    const created = await delivering.ask('post', '/job?type=TEST')
    assert.deepEqual([created.status, receiver.paths, warnings(created.headers)], [200, ['/fine'], ''])
    const again = await delivering.ask('post', `/job/${created.body.jobId}/re-run`)
    assert.deepEqual([again.status, receiver.paths.length], [200, 2])
    const ended = await delivering.ask('delete', `/job/${created.body.jobId}?cleanup=false`)
    assert.deepEqual([ended.status, receiver.paths.length], [200, 3])
    const many = await delivering.ask('post', `/job/bulk?action=abort&cleanup=false&id=${again.body.jobId}`)
    assert.deepEqual([many.status, many.body.job.length, receiver.paths.length], [200, 1, 4])
  })

  // biome-ignore format: a table
  for (const [does, path, least, most, warning] of [
    ['fails',         '/error', 0,     9_000, /^the synchronous notification VX-\d+ was not delivered: it was answered with 500$/],
    ['never answers', '/never', 1_000, 9_000, /^the synchronous notification VX-\d+ was not delivered: http:\/\/127.0.0.1:\d+: no response within 1000 ms$/],
  ] as const)
    it(`succeeds with a warning if the receiver ${does}, after its timeout at the latest`, async () => {
      await delivering.notify({ url: `${url}${path}`, synchronous: true })
      const since = performance.now()
      const { status, headers, body } = await delivering.ask('post', '/job?type=TEST')
      const took = performance.now() - since
      assert.deepEqual([status, body.status], [200, 'READY'])
      assert.match(warnings(headers), warning)
      assert.ok(took >= least && took < most, `${took} ms`)
    })

  it('is not delayed by notifications that are asynchronous, of other jobs, or of other events', async () => {
    await delivering.notify({ url: `${url}/never`, timeout: '60' })
    await delivering.notify({ url: `${url}/never`, timeout: '60', synchronous: true }, { stop: '' })
    await delivering.notify(
      { url: `${url}/never`, timeout: '60', synchronous: true },
      { filter: { type: 'EXPORT' }, create: '' },
    )
    const since = performance.now()
    const { status, headers } = await delivering.ask('post', '/job?type=TEST')
    assert.deepEqual([status, warnings(headers)], [200, ''])
    assert.ok(performance.now() - since < 3_000)
  })

  it('is not delayed by another request that waits, and neither is a GET', async () => {
    const data = { jobdata: { key: 'app_slow' } }
    await delivering.notify(
      { url: `${url}/never`, timeout: '4', synchronous: true },
      { filter: data, create: '' },
    )
    const ended: string[] = []
    const slow = delivering
      .ask('post', '/job?type=TEST&jobmetadata=app_slow%3d1')
      .then(() => void ended.push('slow'))
    await delivering.ask('post', '/job?type=TEST').then(() => void ended.push('quick'))
    await delivering.ask('get', '/job').then(() => void ended.push('get'))
    await slow
    assert.deepEqual(ended, ['quick', 'get', 'slow'])
  })
})

describe('The wait for synchronous deliveries', () => {
  const delivery = {
    notificationId: 5,
    attempts: 0,
    outcome: 'pending',
    status: null,
    error: null,
    timeout: '2',
  } as const
  // biome-ignore format: a table
  const CASES: readonly (readonly [what: string, found: Awaited, waitedMs: number, awaited: boolean, sentence?: string])[] = [
    ['goes on while an event has not been matched',  { coming: true, deliveries: [] },  4_999, true],
    ['ends if nothing matches events',               { coming: true, deliveries: [] },  5_000, false],
    ['ends if there are none',                       { coming: false, deliveries: [] }, 0, false],
    ['goes on while one is queued',                  { coming: false, deliveries: [delivery] }, 2_999, true],
    ['ends after the timeout, and a second in the queue', { coming: false, deliveries: [delivery] }, 3_000, false, 'the synchronous notification VX-5 was not delivered, and is tried again'],
    ['ends with the first attempt',                  { coming: false, deliveries: [{ ...delivery, attempts: 1, status: 503 }] }, 100, false, 'the synchronous notification VX-5 was not delivered, and is tried again: it was answered with 503'],
    ['ends with a failure',                          { coming: false, deliveries: [{ ...delivery, attempts: 1, outcome: 'failed', error: 'ECONNREFUSED' }] }, 100, false, 'the synchronous notification VX-5 was not delivered: ECONNREFUSED'],
    ['ends with success',                            { coming: false, deliveries: [{ ...delivery, attempts: 1, outcome: 'delivered', status: 200 }] }, 100, false],
    ['goes on for the other one',                    { coming: false, deliveries: [{ ...delivery, attempts: 1, outcome: 'delivered', status: 200 }, delivery] }, 100, true],
  ]
  for (const [what, found, waitedMs, awaited, sentence] of CASES)
    it(what, () => {
      assert.equal(isAwaited([found], waitedMs), awaited)
      if (!awaited) assert.deepEqual(undeliveredIn([found]), sentence === undefined ? [] : [sentence])
    })
})
