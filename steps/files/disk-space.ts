import { look } from '../../tasks/files/look.ts'
import { holds, roomIn, type Storage, storageOf } from '../../tasks/files/storages.ts'
import { type Outcome, retry, waitFor } from '../engine/declare/step.ts'
import { toHaveRoom } from '../problems/storage.ts'
import type { Tools } from '../tools.ts'

interface SpaceWanted {
  /** What was being written; it is discarded. */
  readonly partials: readonly string[]
  /** What is to be written in all, if it is known. */
  readonly bytes?: number
}

/** The disk was full: it waits until the storage of the URI or path has more room than it had for this. */
export async function waitForSpace(
  uri: string,
  { storages }: Tools,
  { partials, bytes = 0 }: SpaceWanted,
): Promise<Outcome> {
  const storage = storageOf(uri, storages)
  if (!storage) return retry(`no room is left for ${uri}`)
  return waitFor(await roomFor(storage, Math.max(bytes, await hadAndMore(storage, partials))))
}

/** What there will be once the partial files are gone was not enough. */
async function hadAndMore(storage: Storage, partials: readonly string[]): Promise<number> {
  const written = await Promise.all(partials.map(async (path) => (await look(path))?.size ?? 0))
  const free = await roomIn(storage).catch(() => 0)
  return (free + written.reduce((sum, size) => sum + size, 0)) * MORE + LEAST
}

/** By how much more it is tried again; a little, as nobody knows how much is missing. */
const MORE = 1.05
/** Bytes; of a disk that is full to the last. */
const LEAST = 1024 * 1024

/** What a storage is to have room for before so much is written to it; undefined when it has it, or that cannot be told. */
export async function missingSpace(uri: string, bytes: number, { storages }: Tools) {
  const storage = storageOf(uri, storages)
  const room = storage && (await roomIn(storage).catch(() => undefined))
  return storage && room !== undefined && room < bytes ? roomFor(storage, bytes) : undefined
}

async function roomFor(storage: Storage, bytes: number) {
  return toHaveRoom(storage, bytes, await holds(storage).catch(() => undefined))
}
