/** Makes the clips once, and caches them in the folder for temporary files. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { programs } from '../tasks/machine.ts'
import type { Clip } from './sources.ts'

export const CACHE = join(tmpdir(), 'callsheet-corpus')

/**
 * The path of the clip, which is made if the cache does not have it. Its folder depends on its definition and
 * on ffmpeg, so that a change makes it again.
 */
export async function pathOf({ name, made, edited }: Clip): Promise<string> {
  const { ffmpeg } = await programs()
  const definition = JSON.stringify([made, edited?.toString(), ffmpeg.version])
  const folder = join(CACHE, createHash('sha256').update(definition).digest('hex').slice(0, 16))
  const path = join(folder, name)
  if (await exists(path)) return path
  await mkdir(folder, { recursive: true })
  const partial = join(folder, `.${process.pid}${extname(name)}`)
  await promisify(execFile)(ffmpeg.path, ['-v', 'error', '-nostdin', '-y', ...made, `file:${partial}`])
  if (edited) await writeFile(partial, edited(await readFile(partial)))
  await rename(partial, path)
  return path
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
