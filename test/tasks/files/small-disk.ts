/** A small disk for tests that fill it: a tmpfs, if this process may mount one. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { folder } from '../machine.ts'

/** Undefined if this process may not mount file systems. */
export async function smallDisk(
  kibibytes: number,
): Promise<({ readonly path: string } & AsyncDisposable) | undefined> {
  const place = await folder()
  const { path } = place
  const run = promisify(execFile)
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', path])
  } catch {
    await place[Symbol.asyncDispose]()
    return undefined
  }
  return {
    path,
    async [Symbol.asyncDispose]() {
      await run('umount', ['-l', path])
      await place[Symbol.asyncDispose]()
    },
  }
}
