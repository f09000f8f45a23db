/** Makes packaged programs executable: `@ffprobe-installer` ships its program for the owner only. */

import { access, chmod, constants, copyFile, mkdir, rename, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

/**
 * A path where this process can execute the program: `path` itself, after a chmod if necessary, else a copy
 * in the cache folder. Undefined if neither works.
 */
export async function executable(path: string, cache: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return undefined
  if (await isExecutable(path)) return path
  await chmod(path, 0o755).catch(() => undefined) // fails if another user owns the file
  if (await isExecutable(path)) return path
  return copyTo(path, join(cache, `${basename(path)}-${found.size}-${Math.trunc(found.mtimeMs)}`))
}

export function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/** Copies under a temporary name first: another process may be copying the same file. */
async function copyTo(path: string, to: string): Promise<string | undefined> {
  if (await isExecutable(to)) return to
  const partial = `${to}.${process.pid}`
  try {
    await mkdir(join(to, '..'), { recursive: true })
    await copyFile(path, partial)
    await chmod(partial, 0o755)
    await rename(partial, to)
    return to
  } catch {
    return undefined // not readable, or the disk is full
  }
}
