/** Thread task: computes the checksums of a file. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

export type Algorithm = 'sha256' | 'sha1' | 'md5'

export type Checksums =
  | {
      readonly ended: 'done'
      /** Bytes read. */
      readonly sizeBytes: number
      /** Lower-case hexadecimal, one for each requested algorithm. */
      readonly checksums: Readonly<Partial<Record<Algorithm, string>>>
    }
  | { readonly ended: 'not-found' | 'unreadable'; readonly message: string }

/** Reads the file once for all algorithms. Default: only SHA-256. */
export default async function checksum({
  path,
  at = path,
  algorithms = ['sha256'],
  beats,
}: {
  /** The path in messages. */
  readonly path: string
  /** Where the file is opened, such as the descriptor of a file that is open. Default: `path`. */
  readonly at?: string
  readonly algorithms?: readonly Algorithm[]
  /** Shared memory. Its first element is incremented for each MiB read, as a sign of life. */
  readonly beats?: Int32Array
}): Promise<Checksums> {
  const hashes = algorithms.map((algorithm) => ({ algorithm, hash: createHash(algorithm) }))
  let sizeBytes = 0
  try {
    for await (const chunk of createReadStream(at, { highWaterMark: CHUNK })) {
      sizeBytes += chunk.length
      if (beats) Atomics.add(beats, 0, 1)
      for (const { hash } of hashes) hash.update(chunk)
    }
  } catch (error) {
    return readError(path, error)
  }
  const checksums = Object.fromEntries(hashes.map(({ algorithm, hash }) => [algorithm, hash.digest('hex')]))
  return { ended: 'done', sizeBytes, checksums }
}

/** Bytes per read. With the default of 64 KiB, the overhead per chunk limits the speed of a fast disk. */
const CHUNK = 1024 * 1024

function readError(path: string, error: unknown): Checksums {
  const message = error instanceof Error ? error.message : String(error)
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
    ? { ended: 'not-found', message: `${path} does not exist` }
    : { ended: 'unreadable', message: `${path} could not be read: ${message}` }
}
