/** Waits for space on a storage, before a file is written or after the disk was full. */

import { look } from '../../tasks/files/look.ts'
import { holds, roomIn, type Storage, storageOf } from '../../tasks/files/storages.ts'
import { type Outcome, retry, waitFor } from '../engine/declare/step.ts'
import { toHaveRoom } from '../problems/storage.ts'
import type { Tools } from '../tools.ts'

interface SpaceNeeded {
  /** The files being written; they will be discarded. */
  readonly partials: readonly string[]
  /** Total bytes to write, if known. */
  readonly bytes?: number
}

/** Waits, after the disk was full, until the storage of the URI or path has more space than there was. */
export async function waitForSpace(
  uri: string,
  { storages }: Tools,
  { partials, bytes = 0 }: SpaceNeeded,
): Promise<Outcome> {
  const storage = storageOf(uri, storages)
  if (!storage) return retry(`no space left for ${uri}`)
  return waitFor(await spaceFor(storage, Math.max(bytes, await moreThanBefore(storage, partials))))
}

/** Slightly more than the free space without the partial files, which was not enough. */
async function moreThanBefore(storage: Storage, partials: readonly string[]): Promise<number> {
  const written = await Promise.all(partials.map(async (path) => (await look(path))?.allocated ?? 0))
  const free = await roomIn(storage).catch(() => 0)
  return (free + written.reduce((sum, bytes) => sum + bytes, 0)) * FACTOR + MARGIN
}

/** Small, because it is unknown how much space is missing. */
const FACTOR = 1.05
/** Bytes; matters if no space is free at all. */
const MARGIN = 1024 * 1024

/**
 * The condition to wait for before `bytes` are written; undefined if they fit, or if the space is unknown.
 */
export async function missingSpace(uri: string, bytes: number, { storages }: Tools) {
  const storage = storageOf(uri, storages)
  const free = storage && (await roomIn(storage).catch(() => undefined))
  return storage && free !== undefined && free < bytes ? spaceFor(storage, bytes) : undefined
}

async function spaceFor(storage: Storage, bytes: number) {
  return toHaveRoom(storage, bytes, await holds(storage).catch(() => undefined))
}
