/** Writes a file with holes: blocks of zeros are skipped instead of written. */

import { type FileHandle, open } from 'node:fs/promises'

/** Whether the file takes less of the disk than its size, because it has holes or is compressed. */
export async function isSparse(file: FileHandle): Promise<boolean> {
  const { size, blocks } = await file.stat()
  return allocatedOf({ size, blocks }) < size
}

/** Bytes of the disk that the data of a file take, at most its size. Pure. */
export function allocatedOf({ size, blocks }: { readonly size: number; readonly blocks: number }): number {
  return Math.min(size, blocks * BYTES_PER_BLOCK)
}

/**
 * Writes the chunks to a new file, and leaves a hole for each block of zeros. Node cannot ask the file system
 * where the holes of the source are (SEEK_HOLE).
 */
export async function writeSparsely(
  path: string,
  chunks: AsyncIterable<Buffer>,
  { flags, mode }: { readonly flags: string; readonly mode: number },
): Promise<void> {
  await using file = await open(path, flags, mode)
  await continueSparsely(file, chunks, { from: 0 })
}

/**
 * The same into an open file, from an offset on; what followed it is cut off first. `flushEvery`: the bytes
 * after which all that was written is on the disk. Default: never.
 */
export async function continueSparsely(
  file: FileHandle,
  chunks: AsyncIterable<Buffer>,
  { from, flushEvery = Number.POSITIVE_INFINITY }: { readonly from: number; readonly flushEvery?: number },
): Promise<void> {
  let [at, flushed] = [from, from]
  await file.truncate(at)
  for await (const chunk of chunks) {
    for (const { start, end } of dataIn(chunk)) await writeAt(file, chunk.subarray(start, end), at + start)
    at += chunk.length
    if (at - flushed < flushEvery) continue
    await file.datasync()
    flushed = at
  }
  await file.truncate(at)
}

/** The longest ranges of blocks that are not all zeros. */
function* dataIn(chunk: Buffer): Generator<{ readonly start: number; readonly end: number }> {
  let start: number | undefined
  for (let at = 0; at < chunk.length; at += HOLE) {
    const block = chunk.subarray(at, at + HOLE)
    const isHole = block.equals(ZEROS.subarray(0, block.length))
    if (isHole && start !== undefined) yield { start, end: at }
    start = isHole ? undefined : (start ?? at)
  }
  if (start !== undefined) yield { start, end: chunk.length }
}

async function writeAt(file: FileHandle, data: Buffer, at: number): Promise<void> {
  for (let done = 0; done < data.length; ) {
    const { bytesWritten } = await file.write(data, done, data.length - done, at + done)
    done += bytesWritten
  }
}

/** The smallest hole, bytes: the block of ext4, XFS and btrfs. */
const HOLE = 4_096
const ZEROS = Buffer.alloc(HOLE)
/** The unit of `blocks`, whatever the blocks of the file system are (stat(2)). */
const BYTES_PER_BLOCK = 512
