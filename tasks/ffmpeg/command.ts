/** Pure: a plan becomes ffmpeg's argument list. */

import { audioOf, type Media, videoOf } from './media.ts'
import { type AudioEncoding, containerFor, type Preset, type VideoEncoding } from './preset.ts'

export type TranscodePlan = {
  /** Path of the program. */
  readonly ffmpeg: string
  /** Path of the source, a file's and never a URL. */
  readonly input: string
  /** What ffprobe found in the source. */
  readonly media: Media
  /** The renditions; the source is read and decoded once for all of them. */
  readonly outputs: readonly { readonly preset: Preset; readonly path: string }[]
  /** The part of the source to take, seconds from its start. Default: all. A copied stream begins at the key frame before it. */
  readonly range?: { readonly startS: number; readonly endS: number }
  /** The first broken byte ends the run as `bad-input`. Default false: what can be decoded is. */
  readonly strict?: boolean
}

/**
 * The whole command; or, when the source has nothing of what a preset asks for, why there is none. A preset with picture takes a
 * source without one as sound alone.
 */
export function command(plan: TranscodePlan): readonly string[] | { readonly refused: string } {
  for (const { preset } of plan.outputs) {
    const refused = whyNot(preset, plan)
    if (refused !== undefined) return { refused }
  }
  return [
    plan.ffmpeg,
    ...HEAD,
    ...input(plan),
    ...plan.outputs.flatMap((one) => output(one.preset, one.path, plan.media)),
  ]
}

/**
 * `-y` overwrites: outputs have partial names that one run alone uses, so what lies there can only be that run's own leftover.
 * `file:` before paths keeps names that begin with “-” or contain “:” from being options and protocols, and the whitelist keeps a
 * playlist from opening the network. No `-nostdin`: with it, ffmpeg 7.0 does not hear that it is to finish.
 */
// biome-ignore format: an option and its value on one line
const HEAD = [
  '-hide_banner', '-y',
  '-loglevel', 'level+warning',
  '-progress', 'pipe:1', '-nostats', '-stats_period', '0.5',
] as const

function input({ input, range, strict = false }: TranscodePlan): readonly string[] {
  return [
    ...(strict ? ['-xerror', '-err_detect', 'explode'] : []),
    ...(range === undefined ? [] : ['-ss', String(range.startS), '-to', String(range.endS)]),
    ...['-protocol_whitelist', 'file,crypto,data', '-i', `file:${input}`],
  ]
}

function output(preset: Preset, path: string, media: Media): readonly string[] {
  const { muxer } = containerFor(preset, media)
  return [
    ...video(preset.video, media),
    ...audio(preset.audio, media),
    ...['-map_metadata', '0', '-map_chapters', '-1'], // chapters become a text track, which some players show
    ...(preset.faststart && muxer !== 'matroska' ? ['-movflags', '+faststart'] : []),
    ...['-f', muxer, `file:${path}`],
  ]
}

function video(encoding: VideoEncoding | 'copy' | 'none', media: Media): readonly string[] {
  const stream = videoOf(media)
  if (stream === undefined || encoding === 'none') return ['-vn']
  if (encoding === 'copy') return ['-map', `0:${stream.index}`, '-c:v', 'copy']
  return [
    ...['-map', `0:${stream.index}`, '-c:v', encoding.encoder],
    ...Object.entries(encoding.options).flatMap(([option, value]) => [`-${option}:v`, String(value)]),
    ...['-vf', scale(encoding.box), '-pix_fmt:v', encoding.pixelFormat],
  ]
}

/** Never larger, the same shape, and even on both sides: 4:2:0 cannot have an odd one. */
function scale(box: VideoEncoding['box']): string {
  return box === undefined
    ? "scale=w='trunc(iw/2)*2':h='trunc(ih/2)*2'"
    : `scale=w='min(${box.width},iw)':h='min(${box.height},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2`
}

function audio(encoding: AudioEncoding | 'copy' | 'none', media: Media): readonly string[] {
  const streams = audioOf(media)
  if (streams.length === 0 || encoding === 'none') return ['-an']
  if (encoding === 'copy') return [...streams.flatMap(({ index }) => ['-map', `0:${index}`]), '-c:a', 'copy']
  const taken = encoding.tracks === 'all' ? streams : streams.slice(0, 1)
  return [
    ...taken.flatMap(({ index }) => ['-map', `0:${index}`]),
    ...['-c:a', encoding.encoder],
    ...(encoding.bitRate === undefined ? [] : ['-b:a', encoding.bitRate]),
    ...['-ar', String(encoding.sampleRate)],
    ...taken.flatMap(({ channels }, at) => mixed(channels, at, encoding)),
  ]
}

function mixed(channels: number, at: number, { mostChannels = channels }: AudioEncoding): readonly string[] {
  return channels > mostChannels ? [`-ac:a:${at}`, String(mostChannels)] : []
}

function whyNot(preset: Preset, { input, media }: TranscodePlan): string | undefined {
  const picture = preset.video !== 'none' && videoOf(media) !== undefined
  const sound = preset.audio !== 'none' && audioOf(media).length > 0
  if (picture || sound) return undefined
  const asked = [preset.video === 'none' ? [] : ['picture'], preset.audio === 'none' ? [] : ['sound']].flat()
  return `${input} has no ${asked.join(' and no ')}, which the preset ${preset.tag} is made from`
}
