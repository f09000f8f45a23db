/** Makes the stand-in for a source: a test picture and tones, or a file that cannot be read. */
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { probe } from '../../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../../tasks/ffmpeg/media.ts'
import type { Programs } from '../../../tasks/ffmpeg/programs.ts'
import { dateBack } from '../../../tasks/files/look.ts'
import { type Ended, run } from '../../../tasks/program/program.ts'
import { differences } from './differences.ts'
import { standInArguments } from './plan.ts'

export interface StandIn {
  readonly path: string
  readonly mostS: number
  readonly programs: Programs
  readonly signal: AbortSignal
}

/**
 * Returns what could not be matched, a sentence each. Throws with the words of ffmpeg if there is no file.
 */
export async function makeStandIn(
  media: Media,
  { path, mostS, programs, signal }: StandIn,
): Promise<readonly string[]> {
  const { ffmpeg, ffprobe } = programs
  const make = (like: Media) =>
    run([ffmpeg.path, ...standInArguments(like, path, mostS), `file:${path}`], { signal })
  const first = await make(media)
  // ffmpeg before 6.0 knows no `-display_rotation`.
  const ended = hasSucceeded(first) || !isTurned(media) ? first : await make(unturned(media))
  if (!hasSucceeded(ended)) {
    const why = 'stderrTail' in ended ? ended.stderrTail.join(' ') : ended.ended
    throw new Error(`no stand-in for ${basename(path)} can be made: ${why}`)
  }
  await dateBack(path)
  const made = await probe(path, { ffprobe, signal })
  if (made.ended !== 'done')
    return [`the stand-in cannot be analyzed: ${'message' in made ? made.message : made.ended}`]
  return differences(media, made.media)
}

function hasSucceeded(ended: Ended): boolean {
  return ended.ended === 'exited' && ended.code === 0
}

function isTurned({ streams }: Media): boolean {
  return streams.some((stream) => stream.type === 'video' && stream.rotation !== 0)
}

function unturned(media: Media): Media {
  const streams = media.streams.map((stream) =>
    stream.type === 'video' ? { ...stream, rotation: 0 } : stream,
  )
  return { ...media, streams }
}

/** Of the recorded size, up to 1 MiB. The same bytes each time, in no format: not a media file. */
export async function makeUnreadable(path: string, sizeBytes: number): Promise<void> {
  const blocks = Math.ceil(Math.min(sizeBytes, MOST_BYTES) / 32)
  const noise = Array.from({ length: blocks }, (_, at) => createHash('sha256').update(`${at}`).digest())
  await writeFile(path, Buffer.concat(noise).subarray(0, Math.min(sizeBytes, MOST_BYTES)))
  await dateBack(path)
}

const MOST_BYTES = 1_048_576
