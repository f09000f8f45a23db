/** A client as those of wire-media.md §9: it sends requests as written there, and reads answers by names. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Node, nodesOf, textAt } from './reading.ts'

/** What a client asks for when a request does not say otherwise. */
export type Format = 'application/json' | 'application/xml'

export interface Sending {
  /** Undefined: the format of the client. `none`: no Accept. */
  readonly accept?: string
  readonly type?: string
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  /** Whether credentials are sent. Default: true. */
  readonly signedIn?: boolean
  /** The status that is expected. Default: any from 200 to 299. */
  readonly status?: number
}

/** An answer, whose members are read by paths of names such as `shape/tag`, in either format. */
export interface Reply {
  readonly status: number
  readonly type: string
  readonly headers: Headers
  readonly bytes: Buffer
  readonly text: string
  readonly nodes: (path: string) => readonly Node[]
  readonly all: (path: string) => readonly string[]
  readonly one: (path: string) => string
}

export interface Client {
  readonly format: Format
  /** Sends `GET /item/…`, below /API, or to an absolute URL. */
  readonly ask: (line: string, how?: Sending) => Promise<Reply>
  /** Asks for a job until it is over, as clients do; its document. */
  readonly over: (job: Reply, state?: string) => Promise<Reply>
  /** Sends the same request until the answer is as wanted. */
  readonly until: (line: string, holds: (reply: Reply) => boolean, how?: Sending) => Promise<Reply>
}

/** `heard` is told each request with its answer. */
export function client(
  server: string,
  authorization: string,
  format: Format,
  heard: (line: string, reply: Reply) => void = () => undefined,
): Client {
  async function ask(line: string, how: Sending = {}): Promise<Reply> {
    const [method = '', path = ''] = line.split(' ', 2)
    const url = /^https?:/.test(path) ? path : `${server}${/^\/API[a-z]/.test(path) ? '' : '/API'}${path}`
    const reply = await sent(method, url, headersOf(how), how.body)
    heard(line, reply)
    const isWanted =
      how.status === undefined ? reply.status >= 200 && reply.status < 300 : reply.status === how.status
    assert.ok(isWanted, `${reply.status} ${line}: ${reply.text.slice(0, 2_000)}`)
    return reply
  }

  function headersOf({ accept = format, type, headers, signedIn = true }: Sending): Record<string, string> {
    return {
      ...(accept !== 'none' && { Accept: accept }),
      ...(signedIn && { Authorization: authorization }),
      ...(type !== undefined && { 'Content-Type': type }),
      ...headers,
    }
  }

  async function until(line: string, holds: (reply: Reply) => boolean, how?: Sending): Promise<Reply> {
    for (let tries = 0; tries < 400; tries += 1) {
      const reply = await ask(line, how)
      if (holds(reply)) return reply
      await sleep(50)
    }
    throw new Error(`${line} is not as expected within 20 s: ${(await ask(line, how)).text}`)
  }

  async function over(job: Reply, state = 'FINISHED'): Promise<Reply> {
    const line = `GET /job/${job.one('jobId')}`
    const ended = await until(line, (reply) => /^(FINISHED|FAILED|ABORTED)/.test(reply.one('status')))
    assert.equal(ended.one('status'), state, ended.text)
    return ended
  }

  return { format, ask, until, over }
}

async function sent(
  method: string,
  url: string,
  headers: Record<string, string>,
  body?: string | Uint8Array,
): Promise<Reply> {
  const answer = await fetch(url, {
    ...{ method, headers, redirect: 'manual' },
    // Bytes have no Content-Type of their own, a string would have one.
    ...(body !== undefined && { body: new Uint8Array(Buffer.from(body)) }),
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  const text = bytes.toString('utf8')
  const type = answer.headers.get('content-type')?.split(';')[0] ?? ''
  const nodes = (path: string) => nodesOf(type, text, path)
  const all = (path: string) => nodes(path).map(textAt)
  return {
    ...{ status: answer.status, type, headers: answer.headers, bytes, text, nodes, all },
    one: (path) => all(path)[0] ?? '',
  }
}

/** The value of a key in the data of a job. */
export function dataOf(job: Reply, key: string): string {
  const [index] = job.all('data/key').flatMap((one, at) => (one === key ? [at] : []))
  return index === undefined ? '' : (job.all('data/value')[index] ?? '')
}
