/** A file at an SSH server, over SFTP: read and written at any offset. */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import SftpClient from 'ssh2-sftp-client'
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
import { connectTo, refuseUnlessReachable } from './address.ts'
import { readFrom, SftpRequests, type SftpSession, UNSURE, writeFrom } from './sftp-content.ts'
import { folderOf, temporaryPath } from './temporary.ts'

export async function openSftp(location: Location, access: Access): Promise<StoredFile> {
  refuseUnlessReachable(location, access)
  const credential = credentialFor(location, access.credentials)
  if (!credential)
    throw new Failed('refused', `TRANSFER_CREDENTIALS has no credentials for ${uriAt(location)}`)
  const { user, password, key, hostKey } = credential
  const requests = new SftpRequests()
  const lose = (error?: Error) => requests.lose(error)
  const client = new SftpClient('callsheet', { error: lose, end: () => lose(), close: () => lose() })
  let seen = ''
  try {
    await client.connect({
      ...{ sock: await connectTo(location), username: user, readyTimeout: 20_000 },
      ...{ keepaliveInterval: 15_000, keepaliveCountMax: 4 },
      ...(key === undefined ? { password } : { privateKey: await readFile(key) }),
      hostVerifier(blob) {
        seen = `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
        return hostKey === undefined || hostKey === seen
      },
    })
  } catch (error) {
    if (hostKey !== undefined && seen !== '' && seen !== hostKey)
      throw new Failed('refused', `${location.host} has the key ${seen}, not that of TRANSFER_CREDENTIALS`)
    throw failed(uriAt(location), error)
  }
  return new SftpFile(location, client, requests)
}

class SftpFile implements StoredFile {
  readonly rewinds = UNSURE
  readonly #uri: string
  readonly #path: string
  readonly #client: SftpClient
  readonly #requests: SftpRequests

  constructor(location: Location, client: SftpClient, requests: SftpRequests) {
    this.#uri = uriAt(location)
    this.#path = location.path
    this.#client = client
    this.#requests = requests
  }

  async look(): Promise<FoundFile | undefined> {
    const found = await this.#stat(this.#path)
    if (found && !found.isFile) throw new Failed('refused', `${this.#uri} is not a file`)
    return found && { size: found.size, version: `${found.modifyTime}:${found.size}` }
  }

  async read(from: number): Promise<ContentFrom> {
    return { from, chunks: this.#orFailed(readFrom(this.#session, this.#path, from)) }
  }

  async *#orFailed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      yield* chunks
    } catch (error) {
      throw failed(this.#uri, error)
    }
  }

  get #session(): SftpSession {
    const { sftp: calls } = this.#client
    if (!calls) throw new Failed('broken', `${this.#uri}: the connection was closed`)
    return { calls, requests: this.#requests }
  }

  async written(unfinished: Unfinished): Promise<number> {
    return (await this.#stat(temporaryPath(this.#path, unfinished)))?.size ?? 0
  }

  async write(unfinished: Unfinished, { from, chunks }: ContentFrom): Promise<void> {
    const folder = folderOf(this.#path)
    try {
      if (from === 0 && folder !== '/') await this.#client.mkdir(folder, true)
      const how = { flags: from > 0 ? 'r+' : 'w', from, chunks }
      await writeFrom(this.#session, temporaryPath(this.#path, unfinished), how)
    } catch (error) {
      throw failed(this.#uri, error)
    }
  }

  async publish(unfinished: Unfinished, size: number): Promise<Published> {
    const temporary = temporaryPath(this.#path, unfinished)
    const [waiting, there] = [await this.#stat(temporary), await this.#stat(this.#path)]
    // It was renamed by a run whose outcome was not recorded.
    if (!waiting && there?.size === size) return {}
    if (there && unfinished.exclusive) throw new Failed('taken', `${this.#uri} already exists`)
    try {
      if (there) await this.#replace(temporary)
      else await this.#client.rename(temporary, this.#path)
      return {}
    } catch (error) {
      throw failed(this.#uri, error)
    }
  }

  /** Atomic where the server knows how, as OpenSSH does. */
  async #replace(temporary: string): Promise<void> {
    try {
      await this.#client.posixRename(temporary, this.#path)
    } catch {
      await this.#client.delete(this.#path, true)
      await this.#client.rename(temporary, this.#path)
    }
  }

  async discard(unfinished: Unfinished): Promise<void> {
    await this.#delete(temporaryPath(this.#path, unfinished))
  }

  async remove(): Promise<boolean> {
    const existed = (await this.#stat(this.#path)) !== undefined
    await this.#delete(this.#path)
    return existed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end().catch(() => undefined)
  }

  async #delete(path: string): Promise<void> {
    await this.#client.delete(path, true).catch((error) => {
      throw failed(this.#uri, error)
    })
  }

  async #stat(path: string) {
    try {
      return await this.#client.stat(path)
    } catch (error) {
      const failure = failed(this.#uri, error)
      if (failure.ended === 'not-found') return undefined
      throw failure
    }
  }
}

/** The codes of the library, and those of the protocol: no such file, permission denied. */
const ENDED: Readonly<Record<string, Failed['ended']>> = {
  ...{ ENOENT: 'not-found', '2': 'not-found', EACCES: 'refused', '3': 'refused' },
  ...{ ERR_BAD_AUTH: 'refused', ERR_BAD_PATH: 'refused' },
}

function failed(uri: string, error: unknown): Failed {
  if (error instanceof Failed) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : String(error)
  const isAuthentication = /authentication methods failed/i.test(message)
  return new Failed(isAuthentication ? 'refused' : (ENDED[code] ?? 'broken'), `${uri}: ${message}`)
}
