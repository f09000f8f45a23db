/** Plans a media file that stands in for one that is not here, from the probe of that one. Pure. */
import { extname } from 'node:path'
import type { Audio, Media, Stream, Video } from '../../../tasks/ffmpeg/media.ts'

/** The arguments of ffmpeg up to the output file. `mostS`: longest, seconds. */
export function standInArguments(media: Media, name: string, mostS: number): readonly string[] {
  const made = media.streams.filter(isMade)
  const muxer = muxerOf(media, name)
  const isStill = muxer === 'image2'
  const lengthS = Math.min(media.durationS ?? FEW_S, mostS)
  return [
    ...['-hide_banner', '-nostdin', '-y', '-loglevel', 'error'],
    ...made.flatMap((stream) => inputOf(stream, Math.min(lengthOf(stream) ?? lengthS, lengthS))),
    ...made.flatMap((stream, at) => ['-map', String(at), ...optionsOf(stream, at)]),
    ...(media.startTimeCode === undefined ? [] : ['-timecode', media.startTimeCode]),
    ...(isStill ? ['-frames:v', '1', '-update', '1'] : []),
    ...['-strict', 'experimental', '-f', muxer],
  ]
}

/** For a file of unknown length. */
const FEW_S = 5

/** Subtitles, data and cover art are left out. */
function isMade(stream: Stream): stream is Video | Audio {
  return stream.type !== 'other'
}

function lengthOf({ durationS }: Video | Audio): number | undefined {
  return durationS
}

function inputOf(stream: Video | Audio, seconds: number): readonly string[] {
  if (stream.type === 'audio') return ['-f', 'lavfi', '-i', tone(stream, seconds)]
  const { rotation } = stream
  // Counterclockwise; without the first option ffmpeg would turn the picture itself.
  const turned = rotation === 0 ? [] : ['-noautorotate', '-display_rotation:v:0', String(-rotation)]
  return [...turned, '-f', 'lavfi', '-i', picture(stream, seconds)]
}

function picture({ width, height, frameRate, pixelAspect, firstField }: Video, seconds: number): string {
  const { frames, seconds: per } = frameRate ?? { frames: 25, seconds: 1 }
  return [
    `testsrc2=size=${width}x${height}:rate=${frames}/${per}:duration=${seconds}`,
    ...(pixelAspect ? [`setsar=${pixelAspect.width}/${pixelAspect.height}`] : []),
    ...(firstField ? [`setfield=${firstField === 'top' ? 'tff' : 'bff'}`] : []),
  ].join(',')
}

function tone({ sampleRate = 48_000, index }: Audio, seconds: number): string {
  return `sine=frequency=${220 * (index + 1)}:sample_rate=${sampleRate}:duration=${seconds}`
}

function optionsOf(stream: Video | Audio, at: number): readonly string[] {
  const { language, isDefault } = stream
  return [
    ...(stream.type === 'video' ? pictureOptions(stream, at) : toneOptions(stream, at)),
    ...(language === undefined ? [] : [`-metadata:s:${at}`, `language=${language}`]),
    ...[`-disposition:${at}`, isDefault ? 'default' : '0'],
  ]
}

function pictureOptions({ codec, pixelFormat, firstField, color }: Video, at: number): readonly string[] {
  const [encoder, ...options] = VIDEO_ENCODERS[codec] ?? [codec]
  const colors = {
    color_range: color?.range,
    colorspace: color?.matrix,
    color_trc: color?.transfer,
    color_primaries: color?.primaries,
  }
  return [
    ...[`-c:${at}`, encoder ?? codec],
    ...options.flatMap((word, position) => (position % 2 === 0 ? [`${word}:${at}`] : [word])),
    ...(pixelFormat === undefined ? [] : [`-pix_fmt:${at}`, pixelFormat]),
    ...(firstField
      ? [`-flags:${at}`, '+ilme+ildct', `-field_order:${at}`, firstField === 'top' ? 'tt' : 'bb']
      : []),
    ...Object.entries(colors).flatMap(([option, value]) =>
      value === undefined ? [] : [`-${option}:${at}`, value],
    ),
  ]
}

function toneOptions({ codec, channels, sampleRate, layout }: Audio, at: number): readonly string[] {
  const isNamed = layout !== undefined && /^[\w.()]+$/.test(layout)
  return [
    ...[`-c:${at}`, AUDIO_ENCODERS[codec] ?? codec],
    ...[`-ac:${at}`, String(channels)],
    ...(isNamed ? [`-channel_layout:${at}`, layout] : []),
    ...(sampleRate === undefined ? [] : [`-ar:${at}`, String(sampleRate)]),
  ]
}

/** The fastest settings: what the picture looks like does not matter. Others are named as their codec. */
const VIDEO_ENCODERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  h264: ['libx264', '-preset', 'ultrafast'],
  hevc: ['libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error'],
  av1: ['libsvtav1', '-preset', '12'],
  vp8: ['libvpx', '-deadline', 'realtime'],
  vp9: ['libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'],
  prores: ['prores_ks'],
  dnxhd: ['dnxhd', '-profile', 'dnxhr_sq'],
  theora: ['libtheora'],
}

const AUDIO_ENCODERS: Readonly<Record<string, string>> = {
  mp3: 'libmp3lame',
  opus: 'libopus',
  vorbis: 'libvorbis',
  dts: 'dca',
  amr_nb: 'libopencore_amrnb',
}

/** The format that ffmpeg writes for one that it reads. Pure. */
export function muxerOf({ format, brand }: Media, name: string): string {
  const extension = extname(name).toLowerCase()
  if (format.startsWith('mov,')) return brand?.startsWith('qt') || extension === '.mov' ? 'mov' : 'mp4'
  if (format.startsWith('matroska,')) return extension === '.webm' ? 'webm' : 'matroska'
  if (/^image2|_pipe$/.test(format)) return 'image2'
  return { aac: 'adts', mpeg: 'vob' }[format] ?? format.split(',', 1)[0] ?? 'matroska'
}
