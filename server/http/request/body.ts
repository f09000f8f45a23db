/** Reads a request body, within limits, as the document that the operation accepts (wire.md §3.1). */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { createGunzip, type Gunzip } from 'node:zlib'
import getRawBody, { type RawBodyError } from 'raw-body'
import { readJson } from '../../../schema/codec/json/json.ts'
import { readXml } from '../../../schema/codec/xml/xml.ts'
import { invalidInput } from '../answer/fault.ts'
import type { BodyForm } from '../operation.ts'
import { decodeText } from './charset.ts'

export type BodyLimits = { readonly bodyLimitBytes: number; readonly bodyTimeoutMs: number }

interface TextForms {
  readonly readPlain?: ((text: string) => unknown) | undefined
  /** Whether a text may have any media type. */
  readonly anyText?: true | undefined
}

/**
 * Undefined if there is no body, even with a `Content-Type`: some clients always send that header.
 * `readPlain` reads the document from text/plain, if it has that form.
 */
export async function readBody(
  request: IncomingMessage,
  accepts: Exclude<BodyForm, 'bytes'>,
  limits: BodyLimits,
  { readPlain, anyText }: TextForms = {},
): Promise<unknown> {
  const { headers } = request
  if (headers['transfer-encoding'] === undefined && !Number(headers['content-length'])) return undefined
  const bytes = await readBytes(request, limits)
  if (bytes.length === 0) return undefined
  const type = mediaType(headers)
  const charset = CHARSET.exec(headers['content-type'] ?? '')?.[1]
  if (accepts === 'text') {
    if (!anyText && type !== '' && !TEXT_TYPES.includes(type)) throw unsupported(type, TEXT_TYPES)
    return plainText(bytes, charset)
  }
  if (readPlain && type === 'text/plain') return readPlain(plainText(bytes, charset))
  const read = type === '' ? undefined : DOCUMENT_TYPES.find(([name]) => name === type)?.[1]
  if (!read && type !== '') throw unsupported(type, ['application/xml', 'application/json'])
  const text = decodeText(bytes, charset)
  return (read ?? readerOf(text))(accepts, text)
}

/** The checks of strings in documents, for a body that is a text. Decoding leaves no lone surrogates. */
function plainText(bytes: Uint8Array, charset: string | undefined): string {
  const text = decodeText(bytes, charset)
  if (text.includes('\0')) throw invalidInput('body', 'NUL (U+0000) is not accepted')
  return text
}

const TEXT_TYPES = ['text/plain', 'application/javascript', 'text/javascript', 'application/octet-stream']
const DOCUMENT_TYPES = [
  ['application/xml', readXml],
  ['text/xml', readXml],
  ['application/json', readJson],
] as const

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i

function mediaType(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';', 1).join('').trim().toLowerCase()
}

/** Chooses the reader of a text without `Content-Type` by its first character. */
export function readerOf(text: string): typeof readXml | typeof readJson {
  return text.trimStart().startsWith('<') ? readXml : readJson
}

/** The whole body, decompressed. */
export async function readBytes(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase()
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw invalidInput('Content-Encoding', 'expected gzip or no encoding', encoding, 415)
  }
  const limit = limits.bodyLimitBytes
  const reading =
    encoding === 'gzip'
      ? getRawBody(unzipped(request), { limit })
      : getRawBody(request, { limit, length: request.headers['content-length'] ?? null })
  try {
    return await inTime(reading, limits.bodyTimeoutMs)
  } catch (error) {
    // The rest of the body is discarded: a client that is still sending would not read the answer.
    request.unpipe()
    request.resume()
    throw refusalOf(error as RawBodyError, limit)
  }
}

/** The body after decompression, so that the limit applies to its real size: 10 kB can expand to 1 GB. */
function unzipped(request: IncomingMessage): Gunzip {
  const gunzip = createGunzip()
  request.once('error', (error) => gunzip.destroy(error))
  return request.pipe(gunzip)
}

/** Bounds how long a slow client can hold a request open. Throws 408. */
async function inTime<T>(reading: Promise<T>, ms: number): Promise<T> {
  const late = AbortSignal.timeout(ms)
  const { promise, reject } = Promise.withResolvers<never>()
  const refuse = () => reject(invalidInput('body', `did not arrive within ${ms} ms`, undefined, 408))
  late.addEventListener('abort', refuse)
  try {
    return await Promise.race([reading, promise])
  } finally {
    // With a listener, the timeout signal and all it references would stay in memory until it fires.
    late.removeEventListener('abort', refuse)
  }
}

function refusalOf(error: RawBodyError, limit: number): Error {
  if (error.type === 'entity.too.large') {
    return invalidInput('body', `expected at most ${limit} bytes`, undefined, 413)
  }
  if (error.type === 'request.aborted' || error.type === 'request.size.invalid') {
    return invalidInput('body', 'ended before it was complete')
  }
  return error.code?.startsWith('Z_') ? invalidInput('body', 'is not complete gzip data') : error
}

function unsupported(type: string, known: readonly string[]): Error {
  return invalidInput('Content-Type', `expected ${known.join(' or ')}`, type, 415)
}
