/** A minimal HTTP client, to measure the server alone: one socket, one request at a time, no parser. */

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface Answered {
  readonly status: number
  readonly body: Buffer
}

/** A keep-alive connection. Supports only answers with a Content-Length. */
export class KeepAlive implements Disposable {
  readonly #socket: Socket
  #heard: ((answered: Answered) => void) | undefined
  #failed: ((error: Error) => void) | undefined
  #chunks: Buffer[] = []
  #have = 0
  #head: Head | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay()
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('error', (error) => this.#failed?.(error))
    socket.on('close', () => this.#failed?.(new Error('the server closed the connection')))
  }

  static async open(url: string): Promise<KeepAlive> {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    return new KeepAlive(socket)
  }

  /** False once the server has closed it, as it does after some seconds without a request. */
  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable
  }

  /** Sends a request that `requestOf` returned. */
  ask(request: string): Promise<Answered> {
    return new Promise((resolve, reject) => {
      this.#heard = resolve
      this.#failed = reject
      this.#socket.write(request)
    })
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#have += chunk.length
    if (this.#head === undefined) {
      const joined = this.#joined()
      this.#head = headOf(joined)
      if (this.#head === undefined) return
    }
    const { status, begins, length } = this.#head
    if (this.#have < begins + length) return
    const body = this.#joined().subarray(begins, begins + length)
    this.#chunks = []
    this.#have = 0
    this.#head = undefined
    this.#heard?.({ status, body })
  }

  #joined(): Buffer {
    const joined =
      this.#chunks.length === 1 ? (this.#chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks)
    this.#chunks = [joined]
    return joined
  }

  [Symbol.dispose](): void {
    this.#failed = undefined
    this.#socket.destroy()
  }
}

interface Head {
  readonly status: number
  /** Offset and length of the body, bytes. */
  readonly begins: number
  readonly length: number
}

/** Undefined until the head has arrived completely; pure. */
function headOf(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const text = bytes.toString('latin1', 0, end)
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1]
  if (length === undefined) throw new Error(`expected an answer with a Content-Length, got ${text}`)
  return { status: Number(text.slice(9, 12)), begins: end + 4, length: Number(length) }
}

/** The text of a request; pure. */
export function requestOf(line: string, headers: Readonly<Record<string, string>>, body = ''): string {
  const all = {
    host: 'localhost',
    ...headers,
    ...(body !== '' && { 'content-length': String(Buffer.byteLength(body)) }),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${line} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

/**
 * Answers per second; each connection sends its next request when it is answered. Throws unless all are 200.
 */
export async function throughput(
  connections: readonly KeepAlive[],
  request: string,
  forMs: number,
): Promise<number> {
  const begun = performance.now()
  const counts = await Promise.all(
    connections.map(async (connection) => {
      let count = 0
      while (performance.now() - begun < forMs) {
        const { status, body } = await connection.ask(request)
        if (status !== 200) throw new Error(`${status}: ${body.toString()}`)
        count += 1
      }
      return count
    }),
  )
  return (counts.reduce((sum, count) => sum + count, 0) * 1_000) / (performance.now() - begun)
}
