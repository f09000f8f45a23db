/** Builds the argument list of ffmpeg from a transcode plan. Pure. */

import type { ProgramFile } from '../../program/program-file.ts'
import { audioOf, type Media, videoOf } from '../media.ts'
import { inputOf, refusedName } from '../source/formats.ts'
import { encoderOptions, frameRateOptions } from './frame-rate.ts'
import { type AudioEncoding, containerFor, type Preset, type VideoEncoding } from './preset.ts'
import { type Range, type Taken, takenOf } from './taken.ts'

export type TranscodePlan = {
  readonly ffmpeg: ProgramFile
  /** Path of the source: a file, never a URL. */
  readonly input: string
  /** The source as described by ffprobe. */
  readonly media: Media
  /** The renditions. The source is read and decoded once for all of them. */
  readonly outputs: readonly { readonly preset: Preset; readonly path: string }[]
  /** Part of the source, seconds from its start. Default: all. Copied streams cannot be cut. */
  readonly range?: Range
  /** Fails as `bad-input` at the first corrupt packet. Default false: decodes as much as possible. */
  readonly strict?: boolean
}

/**
 * The whole command; `refused` if the name of the source is, or if it has none of the streams that a preset
 * needs. A preset with video and audio accepts a source that has only one of them.
 */
export function command(plan: TranscodePlan): readonly string[] | { readonly refused: string } {
  const named = refusedName(plan.input)
  if (named !== undefined) return { refused: named }
  for (const { preset } of plan.outputs) {
    const refused = missingStreams(preset, plan)
    if (refused !== undefined) return { refused }
  }
  return [plan.ffmpeg.path, ...HEAD, ...input(plan), ...plan.outputs.flatMap((one) => output(one, plan))]
}

/**
 * `-y` overwrites: only one run writes to a partial file, so an existing one is a leftover of that run. No
 * `-nostdin`: with it, ffmpeg 7.0 ignores SIGINT.
 */
// biome-ignore format: an option and its value on one line
const HEAD = [
  '-hide_banner', '-y',
  '-loglevel', 'level+warning',
  '-progress', 'pipe:1', '-nostats', '-stats_period', '0.5',
] as const

function input({ input, media, range, strict = false }: TranscodePlan): readonly string[] {
  return [
    ...(strict ? ['-xerror', '-err_detect', 'explode'] : []),
    ...(soughtS(range) > 0 ? ['-ss', seconds(soughtS(range))] : []),
    ...inputOf(input, media.format),
  ]
}

/**
 * Where reading begins. A seek can land some seconds off, as in transport streams, so it leads to a place
 * well before the range; the rest is decoded and dropped.
 */
function soughtS(range: TranscodePlan['range']): number {
  return Math.max(0, (range?.startS ?? 0) - SEEK_MARGIN_S)
}

const SEEK_MARGIN_S = 10

/** Drops decoded frames outside the range, which is exact. */
function part(range: TranscodePlan['range']): readonly string[] {
  if (range === undefined) return []
  const { startS, endS } = range
  const length = endS === undefined ? [] : ['-t', seconds(endS - startS)]
  return ['-ss', seconds(startS - soughtS(range)), ...length]
}

/** ffmpeg reads microseconds. */
function seconds(time: number): string {
  return String(Math.round(time * 1e6) / 1e6)
}

function output(
  { preset, path }: TranscodePlan['outputs'][number],
  { media, range }: TranscodePlan,
): readonly string[] {
  const { muxer } = containerFor(preset, media)
  const taken = takenOf(preset, media)
  return [
    ...video(preset.video, taken.video),
    ...audio(preset.audio, taken.audio),
    ...part(range),
    ...['-map_metadata', '0', '-map_chapters', '-1'], // players may show chapters as a text track
    ...(preset.faststart && muxer !== 'matroska' ? ['-movflags', '+faststart'] : []),
    ...['-f', muxer, `file:${path}`],
  ]
}

function video(encoding: Preset['video'], stream: Taken['video']): readonly string[] {
  if (stream === undefined || encoding === 'none') return ['-vn']
  if (encoding === 'copy') return ['-map', `0:${stream.index}`, '-c:v', 'copy']
  return [
    ...['-map', `0:${stream.index}`, '-c:v', encoding.encoder],
    ...Object.entries(encoderOptions(encoding, stream)).flatMap(([option, value]) => [
      `-${option}:v`,
      String(value),
    ]),
    ...['-vf', scale(encoding.box), '-pix_fmt:v', encoding.pixelFormat],
    ...frameRateOptions(encoding, stream),
  ]
}

/** Never enlarges, keeps the aspect ratio, and makes both sides even, as 4:2:0 requires. */
function scale(box: VideoEncoding['box']): string {
  return box === undefined
    ? "scale=w='trunc(iw/2)*2':h='trunc(ih/2)*2'"
    : `scale=w='min(${box.width},iw)':h='min(${box.height},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2`
}

function audio(encoding: Preset['audio'], streams: Taken['audio']): readonly string[] {
  if (streams.length === 0 || encoding === 'none') return ['-an']
  if (encoding === 'copy') return [...streams.flatMap(({ index }) => ['-map', `0:${index}`]), '-c:a', 'copy']
  return [
    ...streams.flatMap(({ index }) => ['-map', `0:${index}`]),
    ...['-c:a', encoding.encoder],
    ...(encoding.bitRate === undefined ? [] : ['-b:a', encoding.bitRate]),
    ...['-ar', String(encoding.sampleRate)],
    ...streams.flatMap(({ channels }, at) => downmix(channels, at, encoding)),
  ]
}

function downmix(
  channels: number,
  at: number,
  { mostChannels = channels }: AudioEncoding,
): readonly string[] {
  return channels > mostChannels ? [`-ac:a:${at}`, String(mostChannels)] : []
}

function missingStreams(preset: Preset, { input, media }: TranscodePlan): string | undefined {
  const hasVideo = preset.video !== 'none' && videoOf(media) !== undefined
  const hasAudio = preset.audio !== 'none' && audioOf(media).length > 0
  if (hasVideo || hasAudio) return undefined
  const kinds = [preset.video === 'none' ? [] : ['video'], preset.audio === 'none' ? [] : ['audio']].flat()
  return `${input} has no ${kinds.join(' or ')} stream; preset “${preset.tag}” needs one`
}
