/** A file on this machine, inside a media root. */

import { constants } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { uptime } from 'node:os'
import { basename, dirname } from 'node:path'
import { land, partialName } from '../../files/land.ts'
import { isTaken, look } from '../../files/look.ts'
import { openFile, openFolder, removeFile } from '../../files/open-folder.ts'
import { continueSparsely } from '../../files/sparse.ts'
import type { Location } from '../location.ts'
import {
  type ContentFrom,
  Failed,
  type FoundFile,
  type Published,
  type StoredFile,
  type Unfinished,
} from '../stored-file.ts'

/** `path`: without links, as `insideRoots` returns it. It is opened so that links swapped in lead nowhere. */
export async function openLocal({ path }: Location): Promise<StoredFile> {
  return new LocalFile(path)
}

/** Where the partial file of a write is: beside the final one, as those of all jobs. */
export function partialOf(path: string, { writer, run }: Unfinished): string {
  const [job = '', step = ''] = writer.split('.')
  return partialName(path, job, Number(step), run)
}

class LocalFile implements StoredFile {
  readonly #path: string
  readonly #opened: FileHandle[] = []

  constructor(path: string) {
    this.#path = path
  }

  async look(): Promise<FoundFile | undefined> {
    const found = await look(this.#path)
    if (found && !found.isFile) throw new Failed('refused', `${this.#path} is not a file`)
    return found && { size: found.size, version: `${found.identity}:${found.mtimeMs}:${found.size}` }
  }

  async read(from: number): Promise<ContentFrom> {
    const file = await this.#open(this.#path)
    return { from, chunks: chunksOf(file, from) }
  }

  async written(unfinished: Unfinished): Promise<number> {
    const found = await look(partialOf(this.#path, unfinished))
    if (!found?.isFile) return 0
    // The machine may have lost power: what was written last is not on the disk.
    const wasRestarted = found.mtimeMs < performance.timeOrigin + performance.now() - uptime() * 1_000
    return wasRestarted ? Math.max(0, found.size - 2 * FLUSH_EVERY) : found.size
  }

  async *readBack(unfinished: Unfinished, bytes: number): AsyncIterable<Buffer> {
    if (bytes === 0) return
    const file = await this.#open(partialOf(this.#path, unfinished))
    yield* chunksOf(file, 0, bytes)
  }

  async write(unfinished: Unfinished, { from, chunks }: ContentFrom): Promise<void> {
    const partial = partialOf(this.#path, unfinished)
    await using folder = await openFolder(dirname(partial), { create: true })
    await using file = await open(folder.at(basename(partial)), WRITE, 0o666)
    await continueSparsely(file, chunks, { from, flushEvery: FLUSH_EVERY })
    // Some file systems report a full disk only now.
    await file.sync()
  }

  async publish(unfinished: Unfinished): Promise<Published> {
    const partial = partialOf(this.#path, unfinished)
    if (!unfinished.exclusive) await this.#replace(partial)
    else if ((await land(partial, this.#path)) === 'taken')
      throw new Failed('taken', `${this.#path} already exists`)
    return {}
  }

  async #replace(partial: string): Promise<void> {
    await using folder = await openFolder(dirname(this.#path))
    await rename(folder.at(basename(partial)), folder.at(basename(this.#path)))
    await using opened = await open(folder.at('.'), constants.O_RDONLY)
    await opened.sync()
  }

  discard(unfinished: Unfinished): Promise<void> {
    return removeFile(partialOf(this.#path, unfinished))
  }

  async remove(): Promise<boolean> {
    const existed = await isTaken(this.#path)
    await removeFile(this.#path)
    return existed
  }

  /** A transfer that breaks does not read its source to the end. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#opened.map((file) => file.close()))
  }

  async #open(path: string): Promise<FileHandle> {
    const file = await openFile(path)
    this.#opened.push(file)
    return file
  }
}

/** Not a stream, which ends with an error that nothing waits for when a transfer breaks. */
async function* chunksOf(
  file: FileHandle,
  from: number,
  to = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, to - at))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}

/** As elsewhere for files (files/copy.ts). */
const CHUNK = 1024 * 1024
/** Bytes; how much a power failure can cost. */
const FLUSH_EVERY = 64 * CHUNK
const WRITE = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW
