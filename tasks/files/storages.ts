/** Storages: folders that media lies in, each with its own room and each there or not. */

import { lstat, opendir, stat, statfs } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pathOf } from './media-roots.ts'

export interface Storage {
  /** `VX-1`. */
  readonly id: string
  readonly name: string
  /** Its folder, an absolute path. */
  readonly root: string
  /** Most that may lie in it, bytes. Absent: as much as its file system holds. */
  readonly capacity?: number
  /** As declared; an ONLINE one whose folder is gone is away all the same. */
  readonly state: 'ONLINE' | 'OFFLINE'
}

/** The storage that a `file:` URI or a path lies on, by its text alone: the one with the longest root. Pure. */
export function storageOf(uri: string, storages: readonly Storage[]): Storage | undefined {
  const named = pathOf(uri)
  if ('refused' in named) return undefined
  return storages
    .filter(({ root }) => isWithin(root, named.path))
    .toSorted((one, other) => other.root.length - one.root.length)[0]
}

/** Whether it is declared ONLINE and its folder is there. */
export async function isOnline({ state, root }: Storage): Promise<boolean> {
  if (state === 'OFFLINE') return false
  return stat(root).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** Bytes that may still be written to it; 0 when it is over its capacity. Throws when its folder cannot be read. */
export async function roomIn({ root, capacity }: Storage, signal?: AbortSignal): Promise<number> {
  const { bavail, bsize } = await statfs(root)
  const free = bavail * bsize
  return capacity === undefined ? free : Math.max(0, Math.min(free, capacity - (await sizeOf(root, signal))))
}

/** Bytes that it holds when nothing else lies in it. Throws when its folder cannot be read. */
export async function holds({ root, capacity = Number.POSITIVE_INFINITY }: Storage): Promise<number> {
  const { blocks, bsize } = await statfs(root)
  return Math.min(blocks * bsize, capacity)
}

/** Bytes of all files in the folder and below; a file with several names counts once. */
async function sizeOf(root: string, signal?: AbortSignal): Promise<number> {
  const seen = new Set<string>()
  let bytes = 0
  for await (const entry of await opendir(root, { recursive: true })) {
    signal?.throwIfAborted()
    if (!entry.isFile()) continue
    const found = await lstat(join(entry.parentPath, entry.name)).catch(() => undefined) // gone meanwhile
    const name = `${found?.dev}:${found?.ino}`
    if (found === undefined || seen.has(name)) continue
    seen.add(name)
    bytes += found.size
  }
  return bytes
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith('../')
}
