/** A receiver of notifications, in the test process. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { eventually } from '../life/outside.ts'

export interface Message {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** The fields of a JSON body. */
  readonly fields: Readonly<Record<string, string>>
}

export class Receiver implements AsyncDisposable {
  readonly messages: Message[] = []
  #server: Server | undefined
  #port = 0
  #failures = 0
  /** Requests to `/held` are not answered while this is true. */
  holds = false

  /** Listens, on the same port as before. */
  async listen(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response))
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#server = server
    this.#port = (server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    await new Promise((resolve) => {
      if (!server) return resolve(undefined)
      server.close(resolve)
      server.closeAllConnections()
    })
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.#port}${path}`
  }

  /** The next requests are answered with 500, and not recorded. */
  fail(requests: number): void {
    this.#failures = requests
  }

  /** Waits until this many messages have arrived at a path; returns them. */
  async at(path: string, count: number): Promise<readonly Message[]> {
    const there = () => this.messages.filter((message) => message.path === path)
    await eventually(`${count} messages at ${path}`, () => there().length >= count, 30_000)
    return there()
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const { url: path = '', headers } = request
    if (path === '/never') return
    if (path === '/flaky' && this.#failures > 0) {
      this.#failures -= 1
      return void response.writeHead(500).end('no')
    }
    const pairs = body.startsWith('{')
      ? (JSON.parse(body) as { field: readonly { key: string; value: string }[] }).field
      : []
    this.messages.push({
      path,
      headers,
      body,
      fields: Object.fromEntries(pairs.map(({ key, value }) => [key, value])),
    })
    if (path === '/held' && this.holds) return
    response.end('thanks')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
