/** Clips whose frames show their numbers and whose samples are theirs, and what is read of them again. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { programs } from '../tasks/machine.ts'

interface Clip {
  readonly rate?: string
  readonly size?: string
}

/** The left half of a frame is as bright as the tens of its number, the right half as the ones. */
export function numbered(seconds: number, { rate = '25', size = '320x240' }: Clip = {}): readonly string[] {
  const lum = '30+20*if(lt(X,W/2),floor(N/10),mod(N,10))'
  const source = `nullsrc=size=${size}:rate=${rate}:duration=${seconds},format=yuv420p,geq=lum='${lum}':cb=128:cr=128`
  return ['-f', 'lavfi', '-i', source]
}

/** Sound whose sample n has the value n, as 16 bits and modulo 32 768. */
export function counting(seconds: number): readonly string[] {
  return ['-f', 'lavfi', '-i', `aevalsrc=exprs='mod(n,32768)/32768':sample_rate=48000:duration=${seconds}`]
}

/** The numbers of the frames of `made` in `source`. */
export async function numbersIn(made: string, source: string): Promise<readonly number[]> {
  const all = await brightnessOf(source)
  return (await brightnessOf(made)).map((level) => nearest(all, level))
}

type Halves = readonly [left: number, right: number]

/** The index of the frame that is nearest to this one. */
function nearest(frames: readonly Halves[], [left, right]: Halves): number {
  const far = frames.map((one) => Math.abs(one[0] - left) + Math.abs(one[1] - right))
  return far.indexOf(Math.min(...far))
}

/** The mean brightness of the halves of each frame of a file. */
export async function brightnessOf(path: string): Promise<readonly Halves[]> {
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'gray']
  const size = ['-vf', 'scale=2:1:flags=area', '-fps_mode', 'passthrough']
  const data = await decoded(path, [...size, ...raw])
  return Array.from({ length: data.length / 2 }, (_, at) => [data[2 * at] ?? 0, data[2 * at + 1] ?? 0])
}

/** The mean color of the middle of each frame of a file, red, green and blue. `crop`: another part. */
export async function colorsIn(
  path: string,
  crop = 'crop=iw/4:ih/4',
): Promise<readonly (readonly number[])[]> {
  const filters = ['-vf', `${crop},scale=1:1:flags=area`, '-fps_mode', 'passthrough']
  const data = await decoded(path, [...filters, '-f', 'rawvideo', '-pix_fmt', 'rgb24'])
  return Array.from({ length: data.length / 3 }, (_, at) => [...data.subarray(3 * at, 3 * at + 3)])
}

/** The samples of a channel, as 16 bits. */
export async function samplesIn(path: string, channel = 0): Promise<Int16Array> {
  const data = await decoded(path, [
    '-map',
    '0:a:0',
    '-af',
    `pan=mono|c0=c${channel}`,
    '-f',
    's16le',
    '-c:a',
    'pcm_s16le',
  ])
  return new Int16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength))
}

async function decoded(path: string, parameters: readonly string[]): Promise<Buffer> {
  const { ffmpeg } = await programs()
  const line = ['-v', 'error', '-i', `file:${path}`, ...parameters, '-']
  const { stdout } = await promisify(execFile)(ffmpeg.path, line, { encoding: 'buffer', maxBuffer: 1e9 })
  return stdout
}
