/** Writes the body of a request to a file as it arrives: of any length, and in little memory. */
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { clock } from '../../steps/engine/runtime/clock.ts'
import { codeOf } from '../../tasks/files/open-folder.ts'
import { conflict, invalidInput } from '../http/answer/fault.ts'

export interface WrittenBody {
  readonly bytes: number
  readonly sha1: string
}

/**
 * Reads no faster than it writes. `at`: where in the file; `most`: bytes, of which more are refused. There is
 * no limit on the time, but if nothing arrives for `idleMs`, the connection is closed.
 */
export async function writeBody(
  request: IncomingMessage,
  file: FileHandle,
  { at = 0, most = Number.POSITIVE_INFINITY, idleMs = IDLE_MS } = {},
): Promise<WrittenBody> {
  refuseForms(request)
  const hash = createHash('sha1')
  const arrived = { bytes: 0 }
  const over = new AbortController()
  void closeWhenIdle(request, arrived, { idleMs, signal: over.signal })
  try {
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const place = at + arrived.bytes
      arrived.bytes += part.length
      if (arrived.bytes > most) throw invalidInput('body', `expected at most ${most} bytes from index ${at}`)
      hash.update(part)
      await writeAll(file, part, place)
    }
    return { bytes: arrived.bytes, sha1: hash.digest('hex') }
  } catch (error) {
    // A client that is still sending would not read the answer.
    request.resume()
    throw refusalOf(error)
  } finally {
    over.abort()
  }
}

/** A minute without a byte is a broken connection, not a slow one. */
const IDLE_MS = 60_000

async function writeAll(file: FileHandle, part: Uint8Array, at: number): Promise<void> {
  let done = 0
  while (done < part.length) {
    const { bytesWritten } = await file.write(part, done, part.length - done, at + done)
    done += bytesWritten
  }
}

interface Patience {
  readonly idleMs: number
  readonly signal: AbortSignal
}

async function closeWhenIdle(
  request: IncomingMessage,
  arrived: { readonly bytes: number },
  { idleMs, signal }: Patience,
): Promise<void> {
  while (!signal.aborted) {
    const before = arrived.bytes
    await clock.sleep(idleMs, signal)
    if (signal.aborted || arrived.bytes !== before) continue
    request.destroy(invalidInput('body', `nothing arrived for ${idleMs} ms`, undefined, 408))
    return
  }
}

/** The parts of a form would be written along with its content. */
function refuseForms({ headers }: IncomingMessage): void {
  const type = headers['content-type'] ?? ''
  if (/^\s*multipart\/form-data/i.test(type))
    throw invalidInput('Content-Type', 'expected the bytes alone, not a form', type, 415)
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding.toLowerCase() !== 'identity')
    throw invalidInput('Content-Encoding', 'expected no encoding', encoding, 415)
}

function refusalOf(error: unknown): unknown {
  const code = codeOf(error) ?? ''
  if (BROKEN.has(code)) return invalidInput('body', 'ended before it was complete')
  return FULL.has(code) ? conflict('storage', '', 'the storage is full') : error
}

const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'])
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT'])
