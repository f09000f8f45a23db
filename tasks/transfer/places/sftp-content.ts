/** Reads and writes the content of a file over SFTP, with many requests on their way at once. */

/** What is used of the wrapper of ssh2. */
export interface SftpCalls {
  open(path: string, flags: string, done: (error: Error | undefined, handle: Buffer) => void): void
  close(handle: Buffer, done: (error: Error | undefined) => void): void
  read: SftpCall
  write: SftpCall
}

type SftpCall = (
  handle: Buffer,
  bytes: Buffer,
  at: number,
  length: number,
  position: number,
  done: (error: Error | undefined, bytesRead: number) => void,
) => void

/** The requests of one connection. The library does not answer those that are waiting when it is lost. */
export class SftpRequests {
  readonly #waiting = new Set<(error: Error) => void>()
  #lost: Error | undefined

  lose(error = new Error('the connection was closed')): void {
    this.#lost ??= error
    for (const reject of this.#waiting) reject(this.#lost)
  }

  async send<T>(start: (done: (error: Error | undefined, value: T) => void) => void): Promise<T> {
    let give: (error: Error) => void = () => undefined
    try {
      return await new Promise<T>((resolve, reject) => {
        give = reject
        this.#waiting.add(give)
        if (this.#lost) reject(this.#lost)
        else start((error, value) => (error ? reject(error) : resolve(value)))
      })
    } finally {
      this.#waiting.delete(give)
    }
  }
}

/** An open connection. */
export interface SftpSession {
  readonly calls: SftpCalls
  readonly requests: SftpRequests
}

/** The chunks of the file from an offset on, in their order. */
export async function* readFrom(session: SftpSession, path: string, from: number): AsyncGenerator<Buffer> {
  const { calls, requests } = session
  const handle = await requests.send<Buffer>((done) => calls.open(path, 'r', done))
  const waiting: Promise<Buffer>[] = []
  const ask = (position: number) => {
    const asked = filled(session, handle, position)
    // A later request may fail before its turn.
    asked.catch(() => undefined)
    waiting.push(asked)
  }
  try {
    let position = from
    for (; waiting.length < AT_ONCE; position += CHUNK) ask(position)
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const chunk = await next
      if (chunk.length > 0) yield chunk
      if (chunk.length < CHUNK) return
      ask(position)
      position += CHUNK
    }
  } finally {
    await Promise.allSettled(waiting)
    await close(session, handle)
  }
}

interface Writing extends Pick<SftpSession, 'calls' | 'requests'> {
  readonly handle: Buffer
}

/** Writes the chunks from an offset on. `flags`: `w` or `r+`. */
export async function writeFrom(
  session: SftpSession,
  path: string,
  how: { readonly flags: string; readonly from: number; readonly chunks: AsyncIterable<Buffer> },
): Promise<void> {
  const { calls, requests } = session
  const handle = await requests.send<Buffer>((done) => calls.open(path, how.flags, done))
  const waiting = new Set<Promise<void>>()
  const failures: unknown[] = []
  try {
    let position = how.from
    for await (const piece of piecesOf(how.chunks)) {
      const sent: Promise<void> = write({ ...session, handle }, piece, position)
        .catch((error) => void failures.push(error))
        .finally(() => waiting.delete(sent))
      waiting.add(sent)
      position += piece.length
      if (waiting.size >= AT_ONCE) await Promise.race(waiting)
      if (failures.length > 0) break
    }
  } finally {
    await Promise.allSettled(waiting)
    await close(session, handle)
  }
  if (failures.length > 0) throw failures[0]
}

async function* piecesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += CHUNK) yield chunk.subarray(at, at + CHUNK)
}

function write({ calls, requests, handle }: Writing, piece: Buffer, position: number): Promise<void> {
  return requests.send<void>((done) => {
    calls.write(handle, piece, 0, piece.length, position, (error) => done(error))
  })
}

/** A chunk; shorter only at the end of the file. A server may answer with less than it was asked for. */
async function filled({ calls, requests }: SftpSession, handle: Buffer, position: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(CHUNK)
  let length = 0
  for (let read = -1; read !== 0 && length < CHUNK; length += read) {
    read = await requests.send<number>((done) => {
      calls.read(handle, bytes, length, CHUNK - length, position + length, (error, count) => {
        const isEnd = error && 'code' in error && error.code === END_OF_FILE
        done(isEnd ? undefined : error, isEnd ? 0 : count)
      })
    })
  }
  return bytes.subarray(0, length)
}

/** A connection that is lost closes its files by itself. */
async function close({ calls, requests }: SftpSession, handle: Buffer): Promise<void> {
  await requests.send<void>((done) => calls.close(handle, (error) => done(error))).catch(() => undefined)
}

/**
 * Bytes. The library cuts what is longer than 31952 in two, and sends the second piece late: out of order.
 */
const CHUNK = 30 * 1024
/** As many as OpenSSH's own client has on their way. */
const AT_ONCE = 64
/** Bytes that were on their way when a connection broke: a server may have written them in any order. */
export const UNSURE = AT_ONCE * CHUNK
/** SSH_FX_EOF. */
const END_OF_FILE = 1
