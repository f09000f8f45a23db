/** Opens a file in a media root for reading, so that a link swapped in meanwhile cannot lead out of it. */

import { constants } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { pathOf } from './media-roots.ts'
import { openFolder } from './open-folder.ts'

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
      if (real !== undefined && way !== '' && way !== '..' && !way.startsWith('../'))
        return walk(join(real, way))
    }
  }
  return undefined
}

async function walk(path: string): Promise<OpenFile | undefined> {
  try {
    await using folder = await openFolder(dirname(path))
    return await opened(await open(folder.at(basename(path)), FILE))
  } catch {
    return undefined
  }
}

async function opened(handle: FileHandle): Promise<OpenFile | undefined> {
  const found = await handle.stat()
  if (found.isFile()) return { handle, size: found.size, mtimeMs: found.mtimeMs }
  await handle.close()
  return undefined
}

/** A FIFO without a writer would never open. */
const FILE = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
