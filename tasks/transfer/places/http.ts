/** A file at a web server: read with ranges, written with PUT, which has no temporary name. */

import { Readable } from 'node:stream'
import { type Dispatcher, request } from 'undici'
import { NotSent, outside } from '../../http/send.ts'
import { type Location, uriAt } from '../location.ts'
import {
  type Access,
  type ContentFrom,
  credentialFor,
  Failed,
  type FoundFile,
  failureFrom,
  type Published,
  type StoredFile,
  type Unfinished,
} from '../stored-file.ts'
import { refuseUnlessReachable, TRANSFER_HOSTS } from './address.ts'

export async function openHttp(location: Location, access: Access): Promise<StoredFile> {
  refuseUnlessReachable(location, access)
  return new WebFile(location, access)
}

type Response = Dispatcher.ResponseData
type Method = 'HEAD' | 'GET' | 'PUT' | 'DELETE'

class WebFile implements StoredFile {
  readonly #uri: string
  readonly #url: URL
  readonly #access: Access
  readonly #authorization: Readonly<Record<string, string>>
  #etag: string | undefined
  #reading: Response['body'] | undefined

  constructor(location: Location, access: Access) {
    this.#uri = uriAt(location)
    this.#url = new URL(this.#uri.replace(/^(https?:\/\/)[^/@]*@/, '$1') + location.query)
    this.#access = access
    const credential = credentialFor(location, access.credentials)
    const pair = credential && Buffer.from(`${credential.user}:${credential.password}`).toString('base64')
    this.#authorization = pair === undefined ? {} : { authorization: `Basic ${pair}` }
  }

  async look(): Promise<FoundFile | undefined> {
    const head = await this.#send('HEAD')
    await head.body.dump()
    if (head.statusCode < 400) return foundIn(head)
    if (MISSING.has(head.statusCode)) return undefined
    // A URL that is signed for GET, and some servers, refuse HEAD.
    const got = await this.#send('GET', { range: 'bytes=0-0' })
    got.body.on('error', () => undefined).destroy()
    if (MISSING.has(got.statusCode)) return undefined
    if (got.statusCode === 416) return { size: 0 }
    this.#check(got)
    return foundIn(got)
  }

  async read(from: number, { version }: FoundFile): Promise<ContentFrom> {
    const wanted = from > 0 && version !== undefined
    const response = await this.#send('GET', wanted ? { range: `bytes=${from}-`, 'if-range': version } : {})
    if (response.statusCode >= 400) await response.body.dump()
    if (MISSING.has(response.statusCode)) throw new Failed('not-found', `${this.#uri} does not exist`)
    if (response.statusCode === 416 || response.statusCode === 412)
      throw new Failed('changed', `${this.#uri} has changed`)
    this.#check(response)
    this.#reading = response.body
    return { from: startOf(response), chunks: response.body }
  }

  async written(): Promise<number> {
    return 0
  }

  async write(unfinished: Unfinished, { chunks }: ContentFrom, size: number | undefined): Promise<void> {
    const headers = {
      'content-type': 'application/octet-stream',
      ...(size !== undefined && { 'content-length': String(size) }),
      ...(unfinished.exclusive && { 'if-none-match': '*' }),
    }
    const response = await this.#send('PUT', headers, Readable.from(chunks))
    await response.body.dump()
    if (response.statusCode === 412) throw new Failed('taken', `${this.#uri} already exists`)
    if (response.statusCode >= 300 && response.statusCode < 400)
      throw new Failed('refused', `${this.#uri} redirects; an upload follows no redirects`)
    this.#check(response)
    this.#etag = text(response.headers['etag'])
  }

  async publish(): Promise<Published> {
    const etag = this.#etag ?? (await this.look().catch(() => undefined))?.version
    return etag?.startsWith('"') ? { etag: etag.replaceAll('"', '') } : {}
  }

  /** An upload that ended early leaves nothing, or what the server makes of it. */
  async discard(): Promise<void> {}

  async remove(): Promise<boolean> {
    const response = await this.#send('DELETE')
    await response.body.dump()
    if (MISSING.has(response.statusCode)) return false
    this.#check(response)
    return true
  }

  async #send(method: Method, headers: Record<string, string> = {}, body?: Readable): Promise<Response> {
    const redirects = body ? 0 : MOST_REDIRECTS
    const allowed = { hosts: this.#access.hosts, setting: TRANSFER_HOSTS, redirects }
    try {
      return await request(this.#url, {
        ...{ method, dispatcher: outside(allowed), headersTimeout: IDLE_MS, bodyTimeout: IDLE_MS },
        headers: { 'accept-encoding': 'identity', ...this.#authorization, ...headers },
        ...(body && { body }),
      })
    } catch (error) {
      if (error instanceof NotSent) throw new Failed('refused', error.message)
      const failure = failureFrom(error)
      throw new Failed(failure.ended, `${this.#uri}: ${failure.message}`)
    }
  }

  #check({ statusCode }: Response): void {
    if (statusCode < 300) return
    const ended = statusCode >= 500 || BUSY.has(statusCode) ? 'broken' : 'refused'
    throw new Failed(statusCode === 507 ? 'refused' : ended, `${this.#uri} answered ${statusCode}`)
  }

  /** A transfer that breaks does not read its source to the end. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#reading?.on('error', () => undefined).destroy()
  }
}

function foundIn({ headers, statusCode }: Response): FoundFile {
  const size = statusCode === 206 ? sizeIn(headers['content-range']) : text(headers['content-length'])
  const [etag, time] = [text(headers['etag']), text(headers['last-modified'])]
  // Ranges of two contents with the same weak ETag do not fit together.
  const version = etag === undefined || etag.startsWith('W/') ? time : etag
  return {
    ...(size !== undefined && /^\d+$/.test(size) && { size: Number(size) }),
    ...(version !== undefined && { version }),
  }
}

function startOf({ statusCode, headers }: Response): number {
  const [, start = '0'] = /^bytes (\d+)-/.exec(text(headers['content-range']) ?? '') ?? []
  return statusCode === 206 ? Number(start) : 0
}

function sizeIn(range: string | string[] | undefined): string | undefined {
  return /\/(\d+)$/.exec(text(range) ?? '')?.[1]
}

function text(header: string | string[] | undefined): string | undefined {
  return [header].flat()[0]
}

const MISSING: ReadonlySet<number> = new Set([404, 410])
/** Time-out, too early, too many requests. */
const BUSY: ReadonlySet<number> = new Set([408, 425, 429])
const MOST_REDIRECTS = 5
/** Time without a byte. */
const IDLE_MS = 120_000
