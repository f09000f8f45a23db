/** Extracts one frame of a video as an image. */

import { dirname } from 'node:path'
import type { ProgramFile } from '../program/program-file.ts'
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
  /** Its format as found by ffprobe. */
  readonly inputFormat: string
  /** Seconds from the start of the source. */
  readonly atS: number
  /** Pixels. A smaller frame is not enlarged. */
  readonly width: number
  readonly format: keyof typeof PICTURES
  readonly path: string
}

interface Follow {
  readonly signal: AbortSignal
  /** Time limit, ms: ffmpeg reports no progress here. 0: none. */
  readonly stallMs: number
  readonly onLog?: (level: Level, line: string) => void
}

/** `done` if ffmpeg succeeded. Past the end of the video it succeeds without writing a file. */
export async function thumbnail(plan: Thumbnail, { signal, stallMs, onLog }: Follow): Promise<FfmpegOutcome> {
  const line = command(plan)
  onLog?.('info', quoted(line))
  const onStderr = (text: string): void => {
    const line = said(text)
    onLog?.(line.level, line.text)
  }
  const paths = { read: plan.input, write: [dirname(plan.path)] }
  const options = { signal, stallMs, graceMs: GRACE_MS, onStderr }
  const result = await runOn(paths, plan.ffmpeg, line.slice(1), options)
  return outcome(result, { input: plan.input, outputs: [{ path: plan.path }], stallMs })
}

/** The argument list. Pure. */
// biome-ignore format: an option and its value on one line
export function command({ ffmpeg, input, inputFormat, atS, width, format, path }: Thumbnail): readonly string[] {
  return [
    ffmpeg.path, '-hide_banner', '-nostdin', '-y', '-loglevel', 'level+warning',
    '-ss', String(atS), ...inputOf(input, inputFormat),
    '-map', '0:V:0', '-frames:v', '1', '-vf', `scale=w='min(${width},iw)':h=-2`,
    '-c:v', PICTURES[format].encoder, ...(format === 'jpeg' ? ['-q:v', '3', '-pix_fmt', 'yuvj420p'] : []),
    '-f', 'image2', '-update', '1', `file:${path}`,
  ]
}

const GRACE_MS = 500
