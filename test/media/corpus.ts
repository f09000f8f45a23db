/** Generated clips that stand for media as it comes: made once, cached in the folder for temporary files. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { programs } from '../tasks/machine.ts'
import { COLORS } from './clips/colors.ts'
import { DAMAGE } from './clips/damage.ts'
import { INTERLACED } from './clips/interlaced.ts'
import { LAYOUTS } from './clips/layouts.ts'
import { LENGTHS } from './clips/lengths.ts'
import { RATES } from './clips/rates.ts'
import { KINDS, SIZES } from './clips/sizes.ts'
import { STREAMS } from './clips/streams.ts'
import type { Clip } from './sources.ts'

export const CLIPS: readonly Clip[] = [
  ...[LENGTHS, DAMAGE, RATES, STREAMS, LAYOUTS, INTERLACED, COLORS, SIZES, KINDS],
].flat()

export const CACHE = join(tmpdir(), 'callsheet-corpus')

/** The path of the clip, which is made if the cache does not have it. */
export async function clip(name: string): Promise<string> {
  const found = CLIPS.find((one) => one.name === name)
  if (!found) throw new Error(`the corpus has no clip ${name}`)
  return pathOf(found)
}

/** The folder of a clip depends on its definition and on ffmpeg, so that a change makes it again. */
export async function pathOf({ name, made, edited }: Clip): Promise<string> {
  const { ffmpeg } = await programs()
  const definition = JSON.stringify([made, edited?.toString(), ffmpeg.version])
  const folder = join(CACHE, createHash('sha256').update(definition).digest('hex').slice(0, 16))
  const path = join(folder, name)
  if (
    await access(path).then(
      () => true,
      () => false,
    )
  )
    return path
  await mkdir(folder, { recursive: true })
  const partial = join(folder, `.${process.pid}${extname(name)}`)
  await promisify(execFile)(ffmpeg.path, ['-v', 'error', '-nostdin', '-y', ...made, `file:${partial}`])
  if (edited) await writeFile(partial, edited(await readFile(partial)))
  await rename(partial, path)
  return path
}
