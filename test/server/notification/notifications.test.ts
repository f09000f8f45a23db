/** Notifications of jobs on a real server, to a real receiver. */
import assert from 'node:assert/strict'
import { Home } from '../life/home.ts'
import { eventually } from '../life/outside.ts'
import type { Server } from '../life/server.ts'
import { Receiver } from './receiver.ts'

const ENVIRONMENT = { TEST_JOBS: 'true', CPU_SLOTS: '4', RETRY_BACKOFF: '0' }

describe('Notifications', function () {
  this.timeout(90_000)
  const home = new Home('notifications')
  const receiver = new Receiver()
  let server: Server

  before(async () => {
    await receiver.listen()
    server = await home.start({ environment: ENVIRONMENT })
  })
  afterEach(async () => {
    for (const place of ['/job/notification', '/notification']) await server.request('DELETE', place)
    receiver.messages.length = 0
  })
  after(async () => {
    await home[Symbol.asyncDispose]()
    await receiver[Symbol.asyncDispose]()
  })

  const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json' }
  async function asked<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await server.request(method, path, {
      headers: JSON_TYPE,
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    assert.equal(response.status, 200, text)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  const http = (path: string, more: object = {}) => ({
    http: {
      url: receiver.url(path),
      contentType: 'application/json',
      timeout: '2',
      retry: 20,
      synchronous: false,
      ...more,
    },
  })
  async function notify(path: string, job: object, more: object = {}): Promise<string> {
    const document = { action: http(path, more), trigger: { job } }
    const { uri } = await asked<{ readonly uri: readonly string[] }>('POST', '/job/notification', document)
    return uri[0] ?? ''
  }
  const run = (steps: string, query = '') => server.submit({ 'step-100': steps }, query, 'TEST')

  it('arrive in the order of the events, with the data of the job', async () => {
    await notify('/all', { create: '', update: '', stop: '' })
    const id = await run('sleep:1500;finish:done', '&notificationData=customer%3dacme')
    const stop = () => receiver.messages.find(({ fields }) => fields['action'] === 'STOP')
    await eventually('the end has arrived', () => stop() !== undefined)
    const actions = receiver.messages.map(({ fields }) => fields['action'])
    assert.equal(actions[0], 'CREATE')
    assert.equal(actions.at(-1), 'STOP')
    assert.ok(actions.slice(1, -1).every((action) => action === 'UPDATE'))
    const numbers = receiver.messages.map(({ fields }) => Number(fields['sequenceNumber']))
    assert.deepEqual(
      numbers,
      numbers.toSorted((one, other) => one - other),
    )
    const { jobId, status, type, customer, user } = stop()?.fields ?? {}
    assert.deepEqual([jobId, status, type, customer, user], [id, 'FINISHED', 'TEST', 'acme', 'admin'])
  })

  it('of a placeholder are for the jobs that name it, and a signature and XML are sent if asked for', async () => {
    const document = {
      action: http('/placeholder', {
        contentType: 'application/xml',
        secret: 's',
        url: receiver.url('/placeholder').replace('//', '//ann:pw@'),
      }),
      trigger: { job: { stop: '' } },
    }
    const { uri } = await asked<{ readonly uri: readonly string[] }>('POST', '/notification', document)
    const named = await run('finish', `&notification=${uri[0]}`)
    await server.final(await run('finish'), 'FINISHED')
    const [message, ...others] = await receiver.at('/placeholder', 1)
    assert.match(message?.body ?? '', new RegExp(`<key>jobId</key><value>${named}</value>`))
    assert.match(String(message?.headers['x-callsheet-signature']), /^t=\d+,v1=[0-9a-f]{64}$/)
    assert.equal(message?.headers['content-type'], 'application/xml')
    assert.equal(message?.headers.authorization, `Basic ${btoa('ann:pw')}`)
    assert.deepEqual(others, [])
  })

  it('are sent again until the receiver takes them, in order', async () => {
    await notify('/flaky', { create: '', stop: '' })
    receiver.fail(2)
    const id = await run('finish')
    const messages = await receiver.at('/flaky', 2)
    assert.deepEqual(
      messages.map(({ fields }) => [fields['jobId'], fields['action']]),
      [
        [id, 'CREATE'],
        [id, 'STOP'],
      ],
    )
  })

  it('to a receiver that never answers slow down no others, nor any job', async () => {
    await notify('/never', { create: '', update: '', stop: '' })
    await notify('/quick', { stop: '' })
    const ids = await Promise.all(Array.from({ length: 20 }, () => run('finish')))
    const messages = await receiver.at('/quick', 20)
    assert.deepEqual(messages.map(({ fields }) => fields['jobId']).toSorted(), ids.toSorted())
  })

  it('are listed with their outcome, and sent again on request', async () => {
    const notification = await notify('/again', { stop: '' })
    const dead = await notify('/dead', { stop: '' }, { url: 'http://127.0.0.1:1/', retry: 0 })
    const id = await run('finish')
    await receiver.at('/again', 1)
    interface List {
      readonly delivered: number
      readonly failed: number
      readonly delivery: readonly Readonly<Record<string, unknown>>[]
    }
    const listed = (of: string) => asked<List>('GET', `/notification/${of}/delivery`)
    await eventually('both have ended', async () => {
      const lists = [await listed(notification), await listed(dead)]
      return lists[0]?.delivered === 1 && lists[1]?.failed === 1
    })
    const [one] = (await listed(notification)).delivery
    assert.deepEqual(
      [one?.['jobId'], one?.['outcome'], one?.['status'], one?.['answer']],
      [id, 'delivered', 200, 'thanks'],
    )
    assert.match(String((await listed(dead)).delivery[0]?.['error']), /ECONNREFUSED/)
    await asked('POST', `/notification/${notification}/delivery/${String(one?.['id'])}/send`)
    const [first, second] = await receiver.at('/again', 2)
    assert.equal(first?.body, second?.body)
  })

  it('survive kill -9 of the server, and a receiver that is away meanwhile', async () => {
    await notify('/later', { create: '', stop: '' }, { retry: 100 })
    await receiver.close()
    const id = await server.final(await run('finish'), 'FINISHED')
    await server.stop('SIGKILL')
    await receiver.listen()
    server = await home.start({ environment: ENVIRONMENT })
    const messages = await receiver.at('/later', 2)
    assert.deepEqual(
      messages.slice(0, 2).map(({ fields }) => [fields['jobId'], fields['action']]),
      [
        [id.jobId, 'CREATE'],
        [id.jobId, 'STOP'],
      ],
    )
  })
})
