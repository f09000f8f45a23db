/** Makes the sample clip, so that the first job has something to work on. */

import { randomInt } from 'node:crypto'
import { access, mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { land, partialName } from '../files/land.ts'
import { dateBack } from '../files/look.ts'
import { type Ended, run } from '../program/program.ts'

export type Sampled =
  /** `made` is false when the file was there before. */
  | { readonly ended: 'done'; readonly made: boolean }
  | { readonly ended: 'crashed'; readonly message: string }
  | { readonly ended: 'stopped' }

type Options = {
  /** Path of the program. */
  readonly ffmpeg: string
  readonly signal: AbortSignal
  /** Time after which a program that has not ended is killed, ms. Default 0: never. */
  readonly stallMs?: number
}

/** Ten seconds of test picture with a tone, 640×360, H.264 and AAC in an mp4 of 1.5 MB; made in half a second. Leaves a file that is there alone. */
export async function writeSample(path: string, { ffmpeg, signal, stallMs = 0 }: Options): Promise<Sampled> {
  if (await isThere(path)) return { ended: 'done', made: false }
  await mkdir(dirname(path), { recursive: true })
  const partial = partialName(path, 'sample', 0, randomInt(2 ** 31)) // two may make it at once
  try {
    const ended = await run([ffmpeg, ...CLIP, `file:${partial}`], { signal, stallMs })
    if (ended.ended === 'stopped') return { ended: 'stopped' }
    if (ended.ended !== 'exited' || ended.code !== 0)
      return { ended: 'crashed', message: `the sample could not be made: ${why(ended, stallMs)}` }
    await dateBack(partial)
    return { ended: 'done', made: (await land(partial, path)) === 'landed' }
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

function why(ended: Exclude<Ended, { readonly ended: 'stopped' }>, stallMs: number): string {
  switch (ended.ended) {
    case 'stalled':
      return `ffmpeg was not done after ${stallMs / 1_000} s and was killed`
    case 'not-started':
      return ended.reason
    case 'exited':
    case 'killed':
      return ended.stderrTail.at(-1) ?? 'ffmpeg said nothing'
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
