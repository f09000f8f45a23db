/** Copies a file and verifies the copy, with progress reports and cancellation. */

import { createHash } from 'node:crypto'
import { constants, createWriteStream } from 'node:fs'
import { copyFile, type FileHandle, open, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Tasks } from '../task.ts'
import { dropPermissions, keepAttributes } from './attributes.ts'
import { openFile, openFolder, pathOfDescriptor } from './open-folder.ts'
import { isSparse, writeSparsely } from './sparse.ts'

export type Copied =
  | {
      readonly ended: 'done'
      /** Bytes. */
      readonly size: number
      /** Checksum of both source and copy, lower-case hexadecimal. */
      readonly sha256: string
    }
  | { readonly ended: 'not-found' | 'disk-full' | 'differs' | 'failed'; readonly message: string }
  /** Only if `signal` was aborted. */
  | { readonly ended: 'stopped' }

type Follow = {
  readonly signal: AbortSignal
  /** The thread pool that computes the checksums. */
  readonly tasks: Tasks
  /** Incremented while checksums are computed; see checksum.ts. */
  readonly beats?: Int32Array
  /** Called after each MiB with the bytes copied so far. */
  readonly onProgress?: (bytes: number) => void
  /** Whether the copy gets the attributes of the source; see attributes.ts. Default: only its content. */
  readonly preserve?: boolean
}

/**
 * Replaces `to`, which only this run may write. Where the file system can share blocks (btrfs, XFS), no data
 * is copied; elsewhere, holes stay holes. If the result is not `done`, the caller has to remove `to`. Does
 * not throw on errors of files and disks.
 */
export async function copy(from: string, to: string, follow: Follow): Promise<Copied> {
  if (follow.signal.aborted) return { ended: 'stopped' }
  try {
    await using source = await openFile(from)
    await using folder = await openFolder(dirname(to))
    const [input, output] = [pathOfDescriptor(source, from), folder.at(basename(to))]
    const read = (await cloned(input, output)) ? undefined : await streamed(source, output, follow)
    await using copied = await open(output, constants.O_RDWR | constants.O_NOFOLLOW)
    // Some file systems report a full disk only now.
    if (read !== undefined) await copied.sync()
    const [original, written] = [
      { path: from, at: input },
      { path: to, at: pathOfDescriptor(copied, to) },
    ]
    const result = await compared(original, written, read, follow)
    if (result.ended !== 'done') return result
    if (follow.preserve) await keepAttributes(source, copied)
    else if (read === undefined) await dropPermissions(copied)
    return result
  } catch (error) {
    return follow.signal.aborted ? { ended: 'stopped' } : failed(from, to, error)
  }
}

/** False if the file system cannot share blocks between the files. */
async function cloned(from: string, to: string): Promise<boolean> {
  await rm(to, { force: true })
  return copyFile(from, to, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL).then(
    () => true,
    () => false,
  )
}

/** Returns the checksum of the data read. Not `copyFile`, which reports no progress and cannot be stopped. */
async function streamed(
  from: FileHandle,
  to: string,
  { signal, onProgress, preserve = false }: Follow,
): Promise<string> {
  const hash = createHash('sha256')
  let bytes = 0
  // Exclusive, so that it follows no link. Until a private file has its mode, no other user may read it.
  const output = { flags: 'wx', mode: preserve ? 0o600 : 0o666 }
  await pipeline(
    from.createReadStream({ highWaterMark: CHUNK, autoClose: false }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        yield chunk
        bytes += chunk.length
        onProgress?.(bytes)
      }
    },
    (await isSparse(from))
      ? (chunks: AsyncIterable<Buffer>) => writeSparsely(to, chunks, output)
      : createWriteStream(to, { highWaterMark: CHUNK, ...output }),
    { signal },
  )
  return hash.digest('hex')
}

/** An open file: its path in messages, and the path of its descriptor. */
interface OpenedFile {
  readonly path: string
  readonly at: string
}

async function compared(
  from: OpenedFile,
  to: OpenedFile,
  read: string | undefined,
  { signal, tasks, beats }: Follow,
): Promise<Copied> {
  const checksum = (file: OpenedFile) =>
    tasks.run('checksum', { ...file, algorithms: ['sha256'], ...(beats && { beats }) }, signal)
  const [wanted, written] = await Promise.all([read ?? checksum(from), checksum(to)])
  if (written.ended === 'stopped') return { ended: 'stopped' }
  if (written.ended !== 'done') return { ended: 'failed', message: written.message }
  if (typeof wanted === 'object' && wanted.ended !== 'done') {
    return wanted.ended === 'stopped' ? wanted : { ended: 'failed', message: wanted.message }
  }
  const sha256 = typeof wanted === 'string' ? wanted : wanted.checksums.sha256
  if (sha256 === undefined || sha256 !== written.checksums.sha256)
    return { ended: 'differs', message: `${to.path} and ${from.path} have different checksums` }
  return { ended: 'done', size: written.sizeBytes, sha256 }
}

function failed(from: string, to: string, error: unknown): Copied {
  const { code, path, message } = { ...asRecord(error), message: String(error) }
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return { ended: 'disk-full', message: `no space left to copy ${from} to ${to}` }
  if (code === 'ENOENT' && path === from) return { ended: 'not-found', message: `${from} does not exist` }
  return { ended: 'failed', message: `${from} could not be copied: ${message}` }
}

function asRecord(error: unknown): { readonly code?: unknown; readonly path?: unknown } {
  return typeof error === 'object' && error !== null ? { ...error } : {}
}

/** Bytes per chunk: small enough to stop promptly, large enough to keep the overhead per chunk low. */
const CHUNK = 1024 * 1024
