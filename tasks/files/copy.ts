/** Copies a file, whole and checked, in a way that can be followed and stopped. */

import { createHash } from 'node:crypto'
import { constants, createReadStream, createWriteStream } from 'node:fs'
import { copyFile, open, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Tasks } from '../task.ts'

export type Copied =
  | {
      readonly ended: 'done'
      /** Bytes. */
      readonly size: number
      /** Of what was read and of what lies there now: they are the same. Lower case hexadecimal. */
      readonly sha256: string
    }
  | { readonly ended: 'not-found' | 'disk-full' | 'differs' | 'failed'; readonly message: string }
  /** Only when our own signal was aborted. */
  | { readonly ended: 'stopped' }

type Follow = {
  readonly signal: AbortSignal
  /** Where checksums are computed. */
  readonly tasks: Tasks
  /** Counted up while checksums are computed: see `checksum`. */
  readonly beats?: Int32Array
  /** Called for each MiB, with the bytes copied so far. */
  readonly onProgress?: (bytes: number) => void
}

/**
 * Copies the content, and nothing else, to a name that is this run's alone; what lies there is replaced. Where the file system can
 * share the blocks of both (btrfs, XFS) nothing is copied. What was written before it ended otherwise than `done` is left for the
 * caller to remove. Never throws for what files and disks do.
 */
export async function copy(from: string, to: string, follow: Follow): Promise<Copied> {
  if (follow.signal.aborted) return { ended: 'stopped' }
  try {
    const read = (await cloned(from, to)) ? undefined : await streamed(from, to, follow)
    return await compared(from, to, read, follow)
  } catch (error) {
    return follow.signal.aborted ? { ended: 'stopped' } : failed(from, to, error)
  }
}

/** True where the file system could share the blocks. */
async function cloned(from: string, to: string): Promise<boolean> {
  await rm(to, { force: true })
  return copyFile(from, to, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL).then(
    () => true,
    () => false,
  )
}

/** The checksum of what was read. In chunks and not by `copyFile`, which tells no progress and cannot be stopped. */
async function streamed(from: string, to: string, { signal, onProgress }: Follow): Promise<string> {
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(
    createReadStream(from, { highWaterMark: CHUNK }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        yield chunk
        bytes += chunk.length
        onProgress?.(bytes)
      }
    },
    createWriteStream(to, { highWaterMark: CHUNK }),
    { signal },
  )
  // Some file systems say only now that there was no room.
  await using file = await open(to, 'r+')
  await file.sync()
  return hash.digest('hex')
}

async function compared(
  from: string,
  to: string,
  read: string | undefined,
  { signal, tasks, beats }: Follow,
): Promise<Copied> {
  const checksum = (path: string) =>
    tasks.run('checksum', { path, algorithms: ['sha256'], ...(beats && { beats }) }, signal)
  const [wanted, written] = await Promise.all([read ?? checksum(from), checksum(to)])
  if (written.ended === 'stopped') return { ended: 'stopped' }
  if (written.ended !== 'done') return { ended: 'failed', message: written.message }
  if (typeof wanted === 'object' && wanted.ended !== 'done') {
    return wanted.ended === 'stopped' ? wanted : { ended: 'failed', message: wanted.message }
  }
  const sha256 = typeof wanted === 'string' ? wanted : wanted.checksums.sha256
  if (sha256 === undefined || sha256 !== written.checksums.sha256)
    return { ended: 'differs', message: `${to} is not what was read from ${from}` }
  return { ended: 'done', size: written.sizeBytes, sha256 }
}

function failed(from: string, to: string, error: unknown): Copied {
  const { code, path, message } = { ...asRecord(error), message: String(error) }
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return { ended: 'disk-full', message: `no room for a copy of ${from} at ${to}` }
  if (code === 'ENOENT' && path === from) return { ended: 'not-found', message: `${from} does not exist` }
  return { ended: 'failed', message: `${from} could not be copied: ${message}` }
}

function asRecord(error: unknown): { readonly code?: unknown; readonly path?: unknown } {
  return typeof error === 'object' && error !== null ? { ...error } : {}
}

/** Bytes at a time: small enough to stop at once, large enough to spend no time on waking us. */
const CHUNK = 1024 * 1024
