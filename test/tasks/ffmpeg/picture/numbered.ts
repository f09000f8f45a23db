/** Clips whose frames show their numbers, and pictures of them. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { probe } from '../../../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../../../tasks/ffmpeg/media.ts'
import { type Thumbnail, thumbnail } from '../../../../tasks/ffmpeg/thumbnail.ts'
import { programs } from '../../machine.ts'

const never = new AbortController().signal

/** Three gray columns 32 pixels wide: the ones, the tens and the hundreds of the frame number. */
export const NUMBERED = (seconds: number, rate = '25'): readonly string[] => [
  ...['-f', 'lavfi', '-i'],
  `color=c=black:size=96x32:rate=${rate}:duration=${seconds},format=yuv420p,` +
    `geq=lum='16+20*mod(floor(N/pow(10,floor(X/32))),10)':cb=128:cr=128`,
]

/** The number that a frame shows. */
export async function numberOn(path: string): Promise<number> {
  const { data } = await pixels(path, 'gray', 96, 32)
  const digits = [16, 48, 80].map((x) => Math.round(((data[16 * 96 + x] ?? 0) * 219) / 255 / 20))
  return digits.reduce((sum, digit, at) => sum + digit * 10 ** at, 0)
}

/** The pixels of a picture, scaled to this size by repetition. */
export async function pixels(path: string, format: 'gray' | 'rgb24' | 'rgba', width: number, height: number) {
  const { ffmpeg } = await programs()
  const size = ['-vf', `scale=${width}:${height}:flags=neighbor`]
  const decode = ['-v', 'error', '-i', path, ...size, '-f', 'rawvideo', '-pix_fmt', format, '-']
  const { stdout } = await promisify(execFile)(ffmpeg.path, decode, {
    encoding: 'buffer',
    maxBuffer: 1e8,
  })
  const depth = { gray: 1, rgb24: 3, rgba: 4 }[format]
  return {
    data: stdout,
    at: (x: number, y: number) => [...stdout.subarray((y * width + x) * depth).subarray(0, depth)],
  }
}

/** Makes a thumbnail as a job does; returns its path, undefined if there is no picture. */
export async function thumbnailOf(
  input: string,
  atS: number,
  { format = 'png', width = 640, media }: Partial<Pick<Thumbnail, 'format' | 'width' | 'media'>> = {},
): Promise<string | undefined> {
  const { ffmpeg } = await programs()
  const path = `${input}-${atS}-${width}.${format}`
  const plan = { ffmpeg, input, media: media ?? (await mediaOf(input)), atS, width, format, path }
  const { ended } = await thumbnail(plan, { signal: never, stallMs: 0 })
  if (ended === 'no-picture') return undefined
  assert.equal(ended, 'done')
  return path
}

export async function mediaOf(path: string): Promise<Media> {
  const { ffprobe } = await programs()
  const probed = await probe(path, { ffprobe, signal: never })
  assert.ok(probed.ended === 'done', JSON.stringify(probed))
  return probed.media
}
