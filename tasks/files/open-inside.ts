/** Opens a file in a media root for reading, so that a link swapped in meanwhile cannot lead out of it. */

import { constants } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pathOf } from './media-roots.ts'

/** A regular file that is open for reading; the caller closes it. */
export interface OpenFile {
  readonly handle: FileHandle
  /** Bytes. */
  readonly size: number
  readonly mtimeMs: number
}

/**
 * Undefined if the URI is outside the roots, has a symbolic link on its way below the root, does not exist,
 * or is not a regular file. Each folder is opened relative to the one before, by its descriptor.
 */
export async function openInside(uri: string, roots: readonly string[]): Promise<OpenFile | undefined> {
  const parsed = pathOf(uri)
  if ('refused' in parsed) return undefined
  for (const root of roots) {
    const real = await realpath(root).catch(() => undefined)
    for (const start of new Set([root, real])) {
      const way = start === undefined ? '..' : relative(start, parsed.path)
      if (real !== undefined && way !== '' && way !== '..' && !way.startsWith('../')) return walk(real, way)
    }
  }
  return undefined
}

async function walk(root: string, way: string): Promise<OpenFile | undefined> {
  const folders = way.split('/')
  const name = folders.pop() ?? ''
  let at: FileHandle | undefined
  try {
    at = await open(root, FOLDER)
    for (const folder of folders) {
      const next = await open(join(beneath(at), folder), FOLDER)
      await at.close()
      at = next
    }
    return await opened(await open(join(beneath(at), name), FILE))
  } catch {
    return undefined
  } finally {
    await at?.close()
  }
}

async function opened(handle: FileHandle): Promise<OpenFile | undefined> {
  const found = await handle.stat()
  if (found.isFile()) return { handle, size: found.size, mtimeMs: found.mtimeMs }
  await handle.close()
  return undefined
}

/** Node has no `openat`; this path is resolved by the descriptor, whatever has taken its name since. */
function beneath({ fd }: FileHandle): string {
  return `/proc/self/fd/${fd}`
}

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW
/** A FIFO without a writer would never open. */
const FILE = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
