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
  assert.deepEqual(errors, [])
})

it('a delivery that a server does not survive arrives again, in order, under the same number', async function () {
  this.timeout(180_000)
  await using home = new Home('notifications')
  await using receiver = new Receiver()
  await receiver.listen()
  const environment = { TEST_JOBS: 'true' }
  const first = await home.start({ environment })
  const action = {
    http: { url: receiver.url('/held'), contentType: 'application/json', retry: 0, timeout: '5' },
  }
  const asked = await first.request('POST', '/job/notification', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action, trigger: { job: { create: '', stop: '' } } }),
  })
  assert.equal(asked.status, 200)
  receiver.holds = true
  const id = await first.submit({ 'step-100': 'finish' }, '', 'TEST')
  await receiver.at('/held', 1)
  await first.stop('SIGKILL')
  receiver.holds = false
  const second = await home.start({ environment })
  await second.final(id, 'FINISHED')
  await eventually('all have arrived', () => receiver.messages.length >= 3, 90_000)
  const seen = receiver.messages.map(({ headers, fields }) => [
    fields['jobId'],
    fields['action'],
    headers['x-callsheet-delivery'],
    fields['sequenceNumber'],
  ])
  assert.deepEqual(seen[0], seen[1])
  assert.deepEqual(
    seen.map(([jobId, did]) => [jobId, did]),
    [
      [id, 'CREATE'],
      [id, 'CREATE'],
      [id, 'STOP'],
    ],
  )
})
