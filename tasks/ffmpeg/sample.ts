/** Creates the sample clip, a source for the first job. */

import { randomInt } from 'node:crypto'
import { access, mkdir, realpath, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { land, partialName } from '../files/land.ts'
import { dateBack } from '../files/look.ts'
import type { ProgramFile } from '../program/program-file.ts'
import { type EndedOn, runOn } from './surroundings.ts'

export type Sampled =
  /** `made` is false if the file already existed. */
  | { readonly ended: 'done'; readonly made: boolean }
  | { readonly ended: 'crashed'; readonly message: string }
  | { readonly ended: 'stopped' }

type Options = {
  readonly ffmpeg: ProgramFile
  readonly signal: AbortSignal
  /** Time limit after which ffmpeg is killed, ms. Default 0: none. */
  readonly stallMs?: number
}

/**
 * Writes ten seconds of a test pattern with a tone: 640×360, H.264 and AAC in an mp4 of 1.5 MB. Takes half a
 * second. Does not touch an existing file.
 */
export async function writeSample(path: string, { ffmpeg, signal, stallMs = 0 }: Options): Promise<Sampled> {
  if (await exists(path)) return { ended: 'done', made: false }
  await mkdir(dirname(path), { recursive: true })
  const final = join(await realpath(dirname(path)), basename(path))
  const partial = partialName(final, 'sample', 0, randomInt(2 ** 31)) // two processes may create it at once
  try {
    const paths = { write: [dirname(partial)] }
    const result = await runOn(paths, ffmpeg, [...CLIP, `file:${partial}`], { signal, stallMs })
    if (result.ended === 'not-found' || result.ended === 'crashed')
      return { ended: 'crashed', message: result.message }
    if (result.ended === 'stopped') return { ended: 'stopped' }
    if (result.ended !== 'exited' || result.code !== 0)
      return { ended: 'crashed', message: `the sample clip could not be created: ${reason(result, stallMs)}` }
    await dateBack(partial)
    return { ended: 'done', made: (await land(partial, final)) === 'landed' }
  } finally {
    await rm(partial, { force: true })
  }
}

// biome-ignore format: an option and its value on one line
const CLIP = [
  '-hide_banner', '-nostdin', '-y',
  '-loglevel', 'error',
  '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25:duration=10',
  '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=10',
  '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '28', '-pix_fmt', 'yuv420p',
  '-c:a', 'aac', '-b:a', '96k',
  '-movflags', '+faststart', '-f', 'mp4',
] as const

function reason(
  result: Exclude<EndedOn, { readonly ended: 'stopped' | 'not-found' | 'crashed' }>,
  stallMs: number,
): string {
  switch (result.ended) {
    case 'stalled':
      return `ffmpeg did not finish within ${stallMs / 1_000} s and was killed`
    case 'not-started':
      return result.reason
    case 'exited':
    case 'killed':
      return result.stderrTail.at(-1) ?? 'ffmpeg gave no error message'
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
