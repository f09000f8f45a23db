/** Deliveries in great numbers, and across the death of a server. */
import assert from 'node:assert/strict'
import { addNotification } from '../../../schema/queries/notifications/notifications.ts'
import { BackgroundQueue } from '../../../server/background/background-queue.ts'
import { LazyQueue } from '../../../server/background/lazy-queue.ts'
import { Notifier } from '../../../server/notification/notifier.ts'
import { Home } from '../../server/life/home.ts'
import { eventually } from '../../server/life/outside.ts'
import { Receiver } from '../../server/notification/receiver.ts'
import { database } from '../../setup.ts'

const JOBS = 1_000
const EVENTS = 10

it(`${JOBS * EVENTS} deliveries by two servers arrive in the order of the events of each job`, async function () {
  this.timeout(900_000)
  await using test = await database()
  await using receiver = new Receiver()
  await receiver.listen()
  const fork = () => test.database.em.fork()
  const http = { url: receiver.url('/flaky'), contentType: 'application/json', retry: 50 }
  const document = { action: { http }, trigger: { job: { create: '', stop: '' } } }
  await addNotification(fork(), { entity: 'job', entityId: null }, document)
  const errors: unknown[] = []
  const lazy = () => new LazyQueue(() => BackgroundQueue.open(test.connection, (error) => errors.push(error)))
  const notifier = (queue: LazyQueue) =>
    new Notifier({
      ...{ fork, hosts: ['*'], baseUri: 'http://callsheet/API/' },
      open: () => queue.get(),
      isOutdated: () => false,
      onError: (error) => errors.push(error),
    })
  await fork().execute(/* sql */ `
    insert into callsheet.job_event (id, job_id, event, facts)
    select n * ${JOBS} + job, job, case when n = 0 then 'create' else 'stop' end, jsonb_build_object('type', 'TEST', 'status', 'FINISHED',
      'user', 'ann', 'started', now(), 'notificationData', '[]'::jsonb, 'sequence', n, 'data', '{}'::jsonb, 'totalSteps', 1)
    from generate_series(0, ${EVENTS - 1}) as n, generate_series(1, ${JOBS}) as job`)
  {
    await using first = lazy()
    await using second = lazy()
    await using _one = notifier(first)
    await using _other = notifier(second)
    // Some fail, and everything of their jobs has to wait for them.
    receiver.fail(50)
    await eventually('all have arrived', () => receiver.messages.length >= JOBS * EVENTS, 600_000)
  }
  const byJob = Map.groupBy(receiver.messages, ({ fields }) => fields['jobId'])
  assert.equal(byJob.size, JOBS)
  for (const [job, messages] of byJob) {
    const numbers = messages.map(({ fields }) => Number(fields['sequenceNumber']))
    assert.deepEqual(numbers, [...Array(EVENTS).keys()], `of ${job}`)
  }
  // On a slow machine a worker may have to ask again for a connection.
  assert.deepEqual(
    errors.filter((error) => !/timeout exceeded when trying to connect/.test(messageOf(error))),
    [],
  )
})

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : ''
}

describe('Deliveries that a server does not survive', function () {
  this.timeout(180_000)
  let home: Home
  let receiver: Receiver
  before(async () => {
    home = new Home('notifications')
    receiver = new Receiver()
    await receiver.listen()
  })
  after(async () => {
    await home[Symbol.asyncDispose]()
    await receiver[Symbol.asyncDispose]()
  })

  it('arrive again, in order, under the same numbers, those of media too', async () => {
    const environment = { TEST_JOBS: 'true' }
    const first = await home.start({ environment })
    const json = { 'content-type': 'application/json', accept: 'application/json' }
    const post = async (path: string, body: object = {}) => {
      const answer = await first.request('POST', path, { headers: json, body: JSON.stringify(body) })
      assert.equal(answer.status, 200, `${path} ${await answer.clone().text()}`)
      return (await answer.json()) as { readonly id: string }
    }
    const http = { url: receiver.url('/held'), contentType: 'application/json', retry: 0, timeout: '5' }
    const notify = (place: string, trigger: object) =>
      post(`${place}/notification`, { action: { http }, trigger })
    await notify('/job', { job: { create: '', stop: '' } })
    await notify('/item', { item: '' })
    await notify('/storage', { storage: { create: '' } })
    await notify('/storage/file', { file: { create: '' } })
    receiver.holds = true
    const id = await first.submit({ 'step-100': 'finish' }, '', 'TEST')
    const item = (await post('/import/placeholder?container=1')).id
    await receiver.at('/held', 2)
    const storage = (await post('/storage', { method: [{ uri: 'file:///srv/x/' }] })).id
    const file = (await post(`/storage/${storage}/file?path=a.mov&state=OPEN`)).id
    // Some are under way, some kept as events alone.
    await first.stop('SIGKILL')
    receiver.holds = false
    const second = await home.start({ environment })
    await second.final(id, 'FINISHED')
    assert.equal((await second.request('DELETE', `/item/${item}`)).status, 200)
    const of = (field: string, named: string) =>
      receiver.messages
        .filter(({ fields }) => fields[field] === named)
        .map(({ headers, fields }) => [headers['x-callsheet-delivery'], fields['action']] as const)
    /** What has arrived, each delivery once. */
    const actions = (field: string, named: string) => [...new Map(of(field, named)).values()]
    const wanted = [
      ['jobId', id, ['CREATE', 'STOP']],
      ['itemId', item, ['CREATE', 'DELETE']],
      ['storageId', storage, ['CREATE', 'CREATE']],
      ['fileId', file, ['CREATE']],
    ] as const
    await eventually(
      'all have arrived',
      () => wanted.every(([field, named, all]) => actions(field, named).length >= all.length),
      90_000,
    )
    for (const [field, named, all] of wanted) assert.deepEqual(actions(field, named), all, field)
    for (const [field, named] of [wanted[0], wanted[1]]) {
      const [one, again] = of(field, named)
      assert.deepEqual(one, again, `the first delivery of ${named} arrives again`)
    }
  })
})
