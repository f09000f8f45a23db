/** Takes one picture out of a video. */

import { run } from '../program/program.ts'
import { type Level, said } from './reason.ts'
import { type Outcome, outcome, quoted } from './run.ts'

export const PICTURES = {
  jpeg: { encoder: 'mjpeg', extension: '.jpg' },
  png: { encoder: 'png', extension: '.png' },
} as const

export interface Thumbnail {
  /** Path of the program. */
  readonly ffmpeg: string
  /** Path of the source, a file's and never a URL. */
  readonly input: string
  /** Seconds from the start of the source. */
  readonly atS: number
  /** Pixels; a smaller picture is not made larger. */
  readonly width: number
  readonly format: keyof typeof PICTURES
  readonly path: string
}

interface Follow {
  readonly signal: AbortSignal
  /** Time ffmpeg may take, ms: it has nothing to say meanwhile. 0: for ever. */
  readonly stallMs: number
  readonly onLog?: (level: Level, line: string) => void
}

/** `done` when ffmpeg was; past the end of the video it is, and has made nothing. */
export async function thumbnail(plan: Thumbnail, { signal, stallMs, onLog }: Follow): Promise<Outcome> {
  const line = command(plan)
  onLog?.('info', quoted(line))
  const onStderr = (text: string): void => {
    const { level, text: words } = said(text)
    onLog?.(level, words)
  }
  const ended = await run(line, { signal, stallMs, graceMs: GRACE_MS, onStderr })
  return outcome(ended, { input: plan.input, outputs: [{ path: plan.path }], stallMs })
}

/** Pure. See command.ts for what `file:` and the whitelist are for. */
// biome-ignore format: an option and its value on one line
export function command({ ffmpeg, input, atS, width, format, path }: Thumbnail): readonly string[] {
  return [
    ffmpeg, '-hide_banner', '-nostdin', '-y', '-loglevel', 'level+warning',
    '-ss', String(atS), '-protocol_whitelist', 'file,crypto,data', '-i', `file:${input}`,
    '-map', '0:V:0', '-frames:v', '1', '-vf', `scale=w='min(${width},iw)':h=-2`,
    '-c:v', PICTURES[format].encoder, ...(format === 'jpeg' ? ['-q:v', '3', '-pix_fmt', 'yuvj420p'] : []),
    '-f', 'image2', '-update', '1', `file:${path}`,
  ]
}

const GRACE_MS = 500
