/** Makes a picture of the frame that is on the screen at a time. */

import { dirname } from 'node:path'
import { look } from '../files/look.ts'
import type { ProgramFile } from '../program/program-file.ts'
import { type Media, type Video, videoOf } from './media.ts'
import { pictureFilters } from './picture/colors.ts'
import { frameFilters, type Start, startsFor } from './picture/frame.ts'
import { pictureSize } from './picture/size.ts'
import { type Level, said } from './reason.ts'
import { type FfmpegOutcome, outcome, quoted } from './run.ts'
import { inputOf } from './source/formats.ts'
import { runOn } from './surroundings.ts'

export const PICTURES = {
  jpeg: { encoder: 'mjpeg', extension: '.jpg' },
  png: { encoder: 'png', extension: '.png' },
} as const

export interface Thumbnail {
  readonly ffmpeg: ProgramFile
  /** Path of the source: a file, never a URL. */
  readonly input: string
  /** As found by ffprobe; has a video stream. */
  readonly media: Media
  /** Seconds from the start of the source. */
  readonly atS: number
  /** Pixels. A smaller frame is not enlarged. */
  readonly width: number
  readonly format: keyof typeof PICTURES
  readonly path: string
}

interface Follow {
  readonly signal: AbortSignal
  /** Time limit of each run, ms: ffmpeg reports no progress here. 0: none. */
  readonly stallMs: number
  readonly onLog?: (level: Level, line: string) => void
}

/** `no-picture`: ffmpeg succeeded, but no frame could be decoded up to that time. */
export type ThumbnailOutcome = FfmpegOutcome | { readonly ended: 'no-picture' }

/** Tries one start after another, further and further before the time. */
export async function thumbnail(plan: Thumbnail, follow: Follow): Promise<ThumbnailOutcome> {
  const video = videoOf(plan.media)
  if (!video) return { ended: 'no-picture' }
  let made: FfmpegOutcome | undefined
  for (const start of startsFor(plan.media, plan.atS)) {
    const { result, isCorrupt } = await attempt(plan, video, start, follow)
    if (result.ended !== 'done') return result
    const isAgain = made !== undefined
    if ((await look(plan.path))?.size) made = result
    // A damaged key frame leaves the frames after it gray, unless older ones are known: one more try.
    if (made && (isAgain || !isCorrupt)) return made
  }
  return made ?? { ended: 'no-picture' }
}

async function attempt(
  plan: Thumbnail,
  video: Video,
  start: Start,
  { signal, stallMs, onLog }: Follow,
): Promise<{ readonly result: FfmpegOutcome; readonly isCorrupt: boolean }> {
  const line = command(plan, video, start)
  onLog?.('info', quoted(line))
  let isCorrupt = false
  const onStderr = (text: string): void => {
    const line = said(text)
    isCorrupt ||= line.text.includes('corrupt decoded frame')
    // A decoder that starts amid a file misses the frames before, which is no fault of the file.
    onLog?.(start.fromS > 0 ? 'info' : line.level, line.text)
  }
  const paths = { read: plan.input, write: [dirname(plan.path)] }
  const options = { signal, stallMs, graceMs: GRACE_MS, onStderr }
  const result = await runOn(paths, plan.ffmpeg, line.slice(1), options)
  return { result: outcome(result, { input: plan.input, outputs: [plan], stallMs }), isCorrupt }
}

/**
 * The argument list. `-copyts` keeps the times of the file, after a seek as well; with `-start_at_zero` they
 * would count from the start of the video, not of the source. Single frames that cannot be decoded are no
 * reason to fail. Pure.
 */
// biome-ignore format: an option and its value on one line
export function command(plan: Thumbnail, video: Video, start: Start): readonly string[] {
  const { ffmpeg, input, media, atS, width, format, path } = plan
  const filters = [
    ...frameFilters(start, atS, media),
    ...pictureFilters(video, pictureSize(video, width), format),
  ]
  return [
    ffmpeg.path, '-hide_banner', '-nostdin', '-y', '-loglevel', 'level+warning', '-max_error_rate', '1',
    ...(start.fromS > 0 ? ['-noaccurate_seek', '-ss', start.fromS.toFixed(3)] : []),
    '-copyts', ...inputOf(input, media.format),
    '-map', '0:V:0', '-frames:v', '1', '-vf', filters.join(','),
    '-c:v', PICTURES[format].encoder, ...(format === 'jpeg' ? ['-q:v', '3'] : []),
    '-f', 'image2', '-update', '1', `file:${path}`,
  ]
}

const GRACE_MS = 500
