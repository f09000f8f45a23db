/** A server with users, and real WebSocket clients of its live stream. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { type RawData, WebSocket } from 'ws'
import { close, listen } from '../../../server/http/api.ts'
import { clock } from '../../../steps/engine/runtime/clock.ts'
import { type Api, api } from '../../api.ts'
import { as, user } from '../../factory.ts'

export interface Received {
  readonly type: 'job' | 'jobs' | 'log' | 'error'
  readonly job?: string
  readonly last?: string
  readonly line?: readonly { readonly text: string; readonly task: number; readonly number: number }[]
  readonly [name: string]: unknown
}

/** Waits until a condition holds. */
export async function until(fact: string, holds: () => boolean | Promise<boolean>, limitMs = 8_000) {
  const late = AbortSignal.timeout(limitMs)
  while (!(await holds())) {
    if (late.aborted) assert.fail(`not within ${limitMs} ms: ${fact}`)
    await clock.sleep(10)
  }
}

export class Listener implements Disposable {
  readonly client: WebSocket
  readonly received: Received[] = []
  /** The close code. */
  readonly closed: Promise<number>

  constructor(client: WebSocket) {
    this.client = client
    client.on('message', (data: RawData) => this.received.push(JSON.parse(String(data)) as Received))
    client.on('error', () => undefined)
    this.closed = new Promise((resolve) => client.once('close', resolve))
  }

  say(message: unknown): void {
    this.client.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  of(type: Received['type']): readonly Received[] {
    return this.received.filter((one) => one.type === type)
  }

  lines(): readonly string[] {
    return this.of('log').flatMap(({ line = [] }) => line.map(({ text }) => text))
  }

  [Symbol.dispose](): void {
    this.client.terminate()
  }
}

export interface Live extends AsyncDisposable {
  readonly api: Api
  readonly server: Server
  readonly url: string
  readonly ticket: (by?: string) => Promise<string>
  readonly listen: (
    path?: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Listener | { readonly status: number; readonly body: string }>
  /** Opens a listener with a new ticket. */
  readonly listener: (by?: string) => Promise<Listener>
  readonly rows: <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>
}

export async function live(environment: Readonly<Record<string, string>> = {}): Promise<Live> {
  const served = await api(environment)
  for (const [name, roles] of [
    ['ann', ['_job_read']],
    ['bob', ['_job_read', '_job_write']],
    ['zoe', []],
  ] as const)
    await user(served.test.database, { name, roles })
  const { server, url } = await listen(served.app, '127.0.0.1', 0)
  const ticket = async (by = 'ann') => {
    const headers = { Authorization: as(by), Accept: 'text/plain' }
    return (await fetch(`${url}/API/stream/ticket`, { method: 'POST', headers })).text()
  }
  const connect = (path = '/stream', headers = {}) => opened(new WebSocket(`${url}${path}`, { headers }))
  return {
    ...{ api: served, server, url, ticket, listen: connect },
    async listener(by) {
      const listener = await connect(`/API/stream?ticket=${await ticket(by)}`)
      if (listener instanceof Listener) return listener
      return assert.fail(`${listener.status} ${listener.body}`)
    },
    rows: (sql, values = []) => served.test.database.em.fork().execute(sql, [...values]),
    async [Symbol.asyncDispose]() {
      await served.changes[Symbol.asyncDispose]()
      await close(server)
      await served[Symbol.asyncDispose]()
    },
  }
}

async function opened(client: WebSocket) {
  const listener = new Listener(client)
  const refused = new Promise<{ status: number; body: string }>((resolve) =>
    client.on('unexpected-response', (_request, response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    }),
  )
  return Promise.race([once(client, 'open').then(() => listener), refused])
}
