/** Makes a sprite sheet: a picture of small pictures of a video. */
import { dirname } from 'node:path'
import type { ProgramFile } from '../../program/program-file.ts'
import { type Media, type Video, videoOf } from '../media.ts'
import { pictureFilters } from '../picture/colors.ts'
import { deinterlace } from '../plan/video/deinterlace.ts'
import { type Level, said } from '../reason.ts'
import { type FfmpegOutcome, outcome, quoted } from '../run.ts'
import { inputOf } from '../source/formats.ts'
import { runOn } from '../surroundings.ts'
import type { SpriteLayout } from './layout.ts'

export interface Sprite {
  readonly ffmpeg: ProgramFile
  /** Path of the source: a file, never a URL. */
  readonly input: string
  /** As found by ffprobe; has a video stream. */
  readonly media: Media
  readonly layout: SpriteLayout
  readonly path: string
}

interface Follow {
  readonly signal: AbortSignal
  /** Time without progress after which ffmpeg is killed, ms. 0: never. */
  readonly stallMs: number
  readonly onLog?: (level: Level, line: string) => void
}

export async function sprite(plan: Sprite, { signal, stallMs, onLog }: Follow): Promise<FfmpegOutcome> {
  const video = videoOf(plan.media)
  if (!video) return { ended: 'bad-input', message: `${plan.input} has no video stream` }
  const line = spriteCommand(plan, video)
  onLog?.('info', quoted(line))
  const onStderr = (text: string): void => {
    const { level, text: message } = said(text)
    onLog?.(level, message)
  }
  const paths = { read: plan.input, write: [dirname(plan.path)] }
  const options = { signal, stallMs, graceMs: GRACE_MS, onStderr }
  const result = await runOn(paths, plan.ffmpeg, line.slice(1), options)
  return outcome(result, { input: plan.input, outputs: [plan], stallMs })
}

/**
 * The argument list. A tile shows the frame that is on the screen at its time. Where tiles are far apart,
 * only
 * key frames are decoded, and a tile shows the last of them. Pure.
 */
// biome-ignore format: an option and its value on one line
export function spriteCommand({ ffmpeg, input, media, layout, path }: Sprite, video: Video): readonly string[] {
  const { tile, columns, rows, periodS } = layout
  const filters = [
    ...(video.firstField ? [deinterlace(video.firstField)] : []),
    `fps=fps=1/${periodS}:start_time=0:round=up`,
    ...pictureFilters(video, tile, 'jpeg'),
    `tile=${columns}x${rows}`,
  ]
  return [
    ffmpeg.path, '-hide_banner', '-nostdin', '-y', '-loglevel', 'level+warning', '-max_error_rate', '1',
    '-progress', 'pipe:1', // a sign of life
    ...(periodS >= KEY_FRAMES_FROM_S ? ['-skip_frame', 'nokey'] : []),
    ...inputOf(input, media.format),
    '-map', `0:${video.index}`, '-frames:v', '1', '-vf', filters.join(','),
    '-c:v', 'mjpeg', '-q:v', '4', '-f', 'image2', '-update', '1', `file:${path}`,
  ]
}

/** Key frames are at most so far apart in what x264 makes by default at 25 frames per second. */
const KEY_FRAMES_FROM_S = 10
const GRACE_MS = 500
