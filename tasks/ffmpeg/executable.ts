/** Packaged programs can lack the permission to be executed: `@ffprobe-installer` ships `rwxr--r--`, for its owner only. */

import { access, chmod, constants, copyFile, mkdir, rename, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** A path at which the program can be executed by us: where it is, after a chmod if need be; else a copy of it in the cache folder. */
export async function executable(path: string, cache: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return undefined
  if (await isExecutable(path)) return path
  await chmod(path, 0o755).catch(() => undefined) // refused when it belongs to somebody else
  if (await isExecutable(path)) return path
  return copied(path, join(cache, `${basename(path)}-${found.size}-${Math.trunc(found.mtimeMs)}`))
}

export function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/** Under a name of its own first: another process may be copying it too. */
async function copied(path: string, to: string): Promise<string | undefined> {
  if (await isExecutable(to)) return to
  const partial = `${to}.${process.pid}`
  try {
    await mkdir(join(to, '..'), { recursive: true })
    await copyFile(path, partial)
    await chmod(partial, 0o755)
    await rename(partial, to)
    return to
  } catch {
    return undefined // cannot be read, or there is no room for it
  }
}
