/** Storages: which one holds a file, whether it is online, and how much space it has. */

import { lstat, opendir, stat, statfs } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pathOf } from './media-roots.ts'
import { allocatedOf } from './sparse.ts'

export interface Storage {
  /** `VX-1`. */
  readonly id: string
  readonly name: string
  /** Absolute path of its folder. */
  readonly root: string
  /** Maximum size of all files in it, bytes. Default: the size of its file system. */
  readonly capacity?: number
  /** As declared. A storage declared ONLINE whose folder is missing is offline nevertheless. */
  readonly state: 'ONLINE' | 'OFFLINE'
}

/** The storage with the longest root that contains the `file:` URI or path, by its text alone. Pure. */
export function storageOf(uri: string, storages: readonly Storage[]): Storage | undefined {
  const parsed = pathOf(uri)
  if ('refused' in parsed) return undefined
  return storages
    .filter(({ root }) => isWithin(root, parsed.path))
    .toSorted((one, other) => other.root.length - one.root.length)[0]
}

/** Whether it is declared ONLINE and its folder exists. */
export async function isOnline({ state, root }: Storage): Promise<boolean> {
  if (state === 'OFFLINE') return false
  return stat(root).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** Free space, bytes; 0 if over capacity. Throws if the folder cannot be read. */
export async function roomIn({ root, capacity }: Storage, signal?: AbortSignal): Promise<number> {
  const { bavail, bsize } = await statfs(root)
  const free = bavail * bsize
  return capacity === undefined ? free : Math.max(0, Math.min(free, capacity - (await sizeOf(root, signal))))
}

/** Total space, bytes: its capacity or the size of its file system. Throws if the folder cannot be read. */
export async function holds({ root, capacity = Number.POSITIVE_INFINITY }: Storage): Promise<number> {
  const { blocks, bsize } = await statfs(root)
  return Math.min(blocks * bsize, capacity)
}

/**
 * Size of all files in the folder, recursively, bytes. Holes do not count, and a file with several hard links
 * counts once.
 */
async function sizeOf(root: string, signal?: AbortSignal): Promise<number> {
  const seen = new Set<string>()
  let bytes = 0
  for await (const entry of await opendir(root, { recursive: true })) {
    signal?.throwIfAborted()
    if (!entry.isFile()) continue
    const found = await lstat(join(entry.parentPath, entry.name)).catch(() => undefined) // deleted meanwhile
    const identity = `${found?.dev}:${found?.ino}`
    if (found === undefined || seen.has(identity)) continue
    seen.add(identity)
    bytes += allocatedOf(found)
  }
  return bytes
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith('../')
}
