/** Serves the API, and delivers notifications, in the test process. */
import assert from 'node:assert/strict'
import { BackgroundQueue } from '../../../server/background/background-queue.ts'
import { LazyQueue } from '../../../server/background/lazy-queue.ts'
import { Notifier } from '../../../server/notification/notifier.ts'
import { type Api, api } from '../../api.ts'
import { as, user } from '../../factory.ts'
import { eventually } from '../life/outside.ts'

export interface Delivered {
  readonly outcome: string
  readonly attempts: number
  readonly status?: number
  readonly answer?: string
  readonly error?: string
}

/** No step runs here: jobs are created, and changed by requests. */
export class Delivering implements AsyncDisposable {
  readonly api: Api
  readonly errors: unknown[] = []
  readonly #queue: LazyQueue
  readonly #notifier: Notifier

  private constructor(served: Api) {
    this.api = served
    const { database, connection } = served.test
    const onError = (error: unknown) => void this.errors.push(error)
    this.#queue = new LazyQueue(() => BackgroundQueue.open(connection, onError))
    this.#notifier = new Notifier({
      ...{ fork: () => database.em.fork(), hosts: ['*'], baseUri: 'http://callsheet/API/' },
      open: () => this.#queue.get(),
      isOutdated: () => false,
      onError,
    })
  }

  static async start(): Promise<Delivering> {
    const served = await api({ TEST_JOBS: 'true' })
    await user(served.test.database, { name: 'root', roles: ['_super_access_user'] })
    return new Delivering(served)
  }

  ask(method: 'get' | 'post' | 'put' | 'delete', path: string) {
    return this.api.request[method](`/API${path}`)
      .set('Authorization', as('root'))
      .set('Accept', 'application/json')
  }

  /** Creates a notification of jobs; returns its id. */
  async notify(http: object, job: object = { create: '' }): Promise<string> {
    const document = { action: { http: { retry: 0, timeout: '1', ...http } }, trigger: { job } }
    const { status, body, text } = await this.ask('post', '/job/notification').send(document)
    assert.equal(status, 200, text)
    return String(body.uri[0])
  }

  /** Creates a job, which stays as it is; returns its id. */
  async job(): Promise<string> {
    const { status, body, text } = await this.ask('post', '/job?type=TEST')
    assert.equal(status, 200, text)
    return String(body.jobId)
  }

  /** The newest first. */
  async deliveries(notification: string): Promise<readonly Delivered[]> {
    const { body } = await this.ask('get', `/notification/${notification}/delivery`)
    return body.delivery
  }

  /** Waits until so many deliveries of a notification have ended; returns them. */
  async ended(notification: string, count = 1, withinMs = 15_000): Promise<readonly Delivered[]> {
    let found: readonly Delivered[] = []
    await eventually(
      `${count} deliveries have ended`,
      async () => {
        found = (await this.deliveries(notification)).filter(({ outcome }) => outcome !== 'pending')
        return found.length >= count
      },
      withinMs,
    )
    return found
  }

  rows<Row extends object>(statement: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.api.test.database.em.fork().execute(statement, [...values])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#notifier[Symbol.asyncDispose]()
    await this.#queue[Symbol.asyncDispose]()
    await this.api[Symbol.asyncDispose]()
  }
}
