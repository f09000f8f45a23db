/** A file at an FTP server, with or without TLS: read with REST, written with STOR and APPE. */

import { PassThrough, Readable } from 'node:stream'
import { Client, FTPError } from 'basic-ftp'
import { type Location, uriAt } from '../location.ts'
import {
  type Access,
  type ContentFrom,
  credentialFor,
  Failed,
  type FoundFile,
  type Published,
  type StoredFile,
  type Unfinished,
} from '../stored-file.ts'
import { addressOf, bare, refuseUnlessReachable } from './address.ts'
import { folderOf, temporaryPath } from './temporary.ts'

/** The data connection goes to the very address of the control connection, whatever the server says. */
export async function openFtp(location: Location, access: Access): Promise<StoredFile> {
  refuseUnlessReachable(location, access)
  const { user = 'anonymous', password = 'anonymous@' } = {
    ...(location.user !== undefined && { user: location.user }),
    ...credentialFor(location, access.credentials),
  }
  const host = await addressOf(location)
  const client = new Client(IDLE_MS)
  const secure = { ftp: false, ftps: location.port === 990 ? ('implicit' as const) : true }
  try {
    await client.access({
      ...{ host, port: location.port, user, password },
      secure: secure[location.scheme === 'ftps' ? 'ftps' : 'ftp'],
      // The certificate is that of the name, not of the address that it has.
      ...(host !== bare(location.host) && { secureOptions: { servername: location.host } }),
    })
  } catch (error) {
    client.close()
    throw failed(uriAt(location), error)
  }
  return new FtpFile(location, client)
}

class FtpFile implements StoredFile {
  readonly #uri: string
  readonly #path: string
  readonly #client: Client

  constructor(location: Location, client: Client) {
    this.#uri = uriAt(location)
    this.#path = location.path
    this.#client = client
  }

  async look(): Promise<FoundFile | undefined> {
    const size = await this.#sizeOf(this.#path)
    if (size === undefined) return undefined
    const time = await this.#client.lastMod(this.#path).catch(unlessRefused)
    return { size, ...(time && { version: `${time.getTime()}:${size}` }) }
  }

  async read(from: number): Promise<ContentFrom> {
    return { from, chunks: this.#chunksFrom(from) }
  }

  async *#chunksFrom(from: number): AsyncGenerator<Buffer> {
    const chunks = new PassThrough()
    const download = this.#client.downloadTo(chunks, this.#path, from)
    download.catch((error) => chunks.destroy(failed(this.#uri, error)))
    yield* chunks
    // The server says only then whether this was all.
    await download
  }

  async written(unfinished: Unfinished): Promise<number> {
    return (await this.#sizeOf(temporaryPath(this.#path, unfinished))) ?? 0
  }

  async write(unfinished: Unfinished, { from, chunks }: ContentFrom): Promise<void> {
    const temporary = temporaryPath(this.#path, unfinished)
    const body = Readable.from(chunks)
    try {
      const folder = folderOf(this.#path)
      if (from === 0 && folder !== '/') await this.#client.ensureDir(folder)
      if (from > 0) await this.#client.appendFrom(body, temporary)
      else await this.#client.uploadFrom(body, temporary)
    } catch (error) {
      throw failed(this.#uri, error)
    }
  }

  async publish(unfinished: Unfinished, size: number): Promise<Published> {
    const temporary = temporaryPath(this.#path, unfinished)
    const [waiting, there] = [await this.#sizeOf(temporary), await this.#sizeOf(this.#path)]
    // It was renamed by a run whose outcome was not recorded.
    if (waiting === undefined && there === size) return {}
    if (there !== undefined && unfinished.exclusive) throw new Failed('taken', `${this.#uri} already exists`)
    try {
      await this.#client.rename(temporary, this.#path)
    } catch (error) {
      // Some servers rename over an existing file, others refuse to.
      if (there === undefined || !(error instanceof FTPError)) throw failed(this.#uri, error)
      await this.#client.remove(this.#path)
      await this.#client.rename(temporary, this.#path)
    }
    return {}
  }

  async discard(unfinished: Unfinished): Promise<void> {
    await this.#client.remove(temporaryPath(this.#path, unfinished)).catch(unlessRefused)
  }

  async remove(): Promise<boolean> {
    if ((await this.#sizeOf(this.#path)) === undefined) return false
    await this.#client.remove(this.#path).catch((error) => {
      throw failed(this.#uri, error)
    })
    return true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.close()
  }

  /** Undefined if there is no such file. */
  async #sizeOf(path: string): Promise<number | undefined> {
    try {
      return await this.#client.size(path)
    } catch (error) {
      if (error instanceof FTPError && error.code === 550) return undefined
      throw failed(this.#uri, error)
    }
  }
}

/** The server answered with an error; the connection still works. */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof FTPError)) throw error
}

/** 4yz passes, 5yz does not (RFC 959, 4.2.1); but some servers answer 551 to a broken connection. */
function failed(uri: string, error: unknown): Failed {
  if (error instanceof Failed) return error
  const message = `${uri}: ${error instanceof Error ? error.message : String(error)}`
  if (!(error instanceof FTPError)) return new Failed('broken', message)
  if (error.code === 550) return new Failed('not-found', message)
  if (error.code === 452 || error.code === 552) return new Failed('disk-full', message)
  return new Failed(error.code >= 500 && error.code !== 551 ? 'refused' : 'broken', message)
}

/** Time without a byte. */
const IDLE_MS = 120_000
