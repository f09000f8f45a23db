/** Parses the description of a media file that ffprobe prints. Pure. */
import type { Audio, Media, OtherStream, Ratio, Stream, Tagged, Video } from '../media.ts'
import { colorOf, lightOf, sideDataOf } from './color.ts'
import { number, type Printed, parsed, record, text } from './printed.ts'
import { type Contained, frameRateOf, lengthOf, startOf, timesOf } from './stream-times.ts'

/**
 * Parses the output of `ffprobe -print_format json`; undefined if it is invalid. “N/A” becomes undefined.
 * `isGuessed`: ffprobe has said that it guessed the length.
 */
export function mediaOf(json: string, isGuessed = false): Media | undefined {
  const { format, streams, chapters } = record(parsed(json))
  if (format === undefined) return undefined
  const { format_name, duration, size, bit_rate, tags } = record(format)
  const listed = Array.isArray(streams) ? streams.map(record) : []
  const startTimeCode = startTimeCodeOf([...listed, record(format)])
  const name = text(format_name) ?? 'unknown'
  const brand = text(record(tags)['major_brand'])?.trim()
  const startS = startOf(record(format))
  return {
    format: name,
    ...(brand !== undefined && { brand }),
    durationS: lengthOf(number(duration), startS, name),
    ...(startS !== 0 && { startS }),
    sizeBytes: number(size),
    bitRate: number(bit_rate),
    ...(startTimeCode !== undefined && { startTimeCode }),
    ...(Array.isArray(chapters) && chapters.length > 0 && { chapters: chapters.length }),
    streams: listed.map((fields, at) => streamOf(fields, at, { name, isGuessed })),
  }
}

/** From a tmcd track, an MXF package or a tag, whose name each container writes its own way. */
function startTimeCodeOf(tagged: readonly Printed[]): string | undefined {
  const found = tagged
    .flatMap(({ tags }) => Object.entries(record(tags)))
    .find(([name, value]) => name.toLowerCase() === 'timecode' && TIME_CODE.test(text(value) ?? ''))
  return text(found?.[1])
}

const TIME_CODE = /^\d\d:\d\d:\d\d[:;.]\d\d$/

function streamOf(fields: Printed, at: number, container: Contained): Stream {
  const index = number(fields['index']) ?? at
  const codec = text(fields['codec_name'])
  const kind = text(fields['codec_type']) ?? 'unknown'
  const other = (kind: string): OtherStream => ({ type: 'other', index, kind, codec, ...taggedOf(fields) })
  if (kind === 'video' && isMarked(fields, 'attached_pic')) return other('attached picture')
  if (codec === undefined) return other(kind) // ffmpeg cannot decode it either
  if (kind === 'video') return videoStream(fields, index, codec, container)
  if (kind === 'audio') return audioStream(fields, index, codec, container)
  return other(kind)
}

function videoStream(fields: Printed, index: number, codec: string, container: Contained): Video {
  const frames = number(fields['nb_frames'])
  return {
    type: 'video',
    index,
    codec,
    width: number(fields['width']) ?? 0,
    height: number(fields['height']) ?? 0,
    ...pixelAspectOf(fields),
    ...frameRateOf(fields),
    ...(frames !== undefined && { frames }),
    ...firstFieldOf(text(fields['field_order'])),
    pixelFormat: text(fields['pix_fmt']),
    ...colorOf(fields),
    ...lightOf(sideDataOf(fields)),
    rotation: rotationOf(fields),
    ...timesOf(fields, container),
    ...taggedOf(fields),
  }
}

function audioStream(fields: Printed, index: number, codec: string, container: Contained): Audio {
  const layout = text(fields['channel_layout'])
  return {
    type: 'audio',
    index,
    codec,
    channels: number(fields['channels']) ?? 0,
    ...(layout !== undefined && layout !== 'unknown' && { layout }),
    sampleRate: number(fields['sample_rate']),
    ...timesOf(fields, container),
    ...taggedOf(fields),
  }
}

function taggedOf(fields: Printed): Tagged {
  const language = text(record(fields['tags'])['language'])
  return {
    ...(language !== undefined && language !== 'und' && { language }),
    ...(isMarked(fields, 'default') && { isDefault: true }),
  }
}

function isMarked(fields: Printed, disposition: string): boolean {
  return number(record(fields['disposition'])[disposition]) === 1
}

function pixelAspectOf(fields: Printed): { readonly pixelAspect?: Ratio } {
  const [, width, height] = /^(\d+):(\d+)$/.exec(text(fields['sample_aspect_ratio']) ?? '') ?? []
  const [wide, high] = [Number(width), Number(height)]
  return wide > 0 && high > 0 && wide !== high ? { pixelAspect: { width: wide, height: high } } : {}
}

/**
 * Of the two letters, only the first agrees with the frames: QuickTime files of all makers have `tb` where
 * the top field is shown first.
 */
function firstFieldOf(order: string | undefined): Pick<Video, 'firstField'> {
  if (order === 'tt' || order === 'tb') return { firstField: 'top' }
  return order === 'bb' || order === 'bt' ? { firstField: 'bottom' } : {}
}

/**
 * What the start of a video says beyond its file: fields and HDR metadata, or the average rate. `json`: of
 * `ffprobe -show_frames` or `-show_packets`.
 */
export function withSeen(video: Video, json: string): Video {
  const { frames, packets } = record(parsed(json))
  const frame = record(Array.isArray(frames) ? frames[0] : undefined)
  const isInterlaced = number(frame['interlaced_frame']) === 1
  const firstField = number(frame['top_field_first']) === 1 ? 'top' : 'bottom'
  const frameRate = video.frameRate ?? averageRate(Array.isArray(packets) ? packets.map(record) : [])
  return { ...lightOf(sideDataOf(frame)), ...(isInterlaced && { firstField }), ...video, frameRate }
}

/** In thousandths; undefined for a single frame. */
function averageRate(packets: readonly Printed[]): Video['frameRate'] {
  const times = packets.flatMap((packet) => number(packet['pts_time']) ?? [])
  const spanS = Math.max(...times) - Math.min(...times)
  if (!(spanS > 0)) return undefined
  return { frames: Math.max(1, Math.round(((times.length - 1) / spanS) * 1_000)), seconds: 1_000 }
}

/** Newer versions of ffprobe give a display matrix, counterclockwise; older ones a clockwise tag `rotate`. */
function rotationOf(fields: Printed): number {
  const matrix = sideDataOf(fields)
    .map((data) => number(data['rotation']))
    .find((rotation) => rotation !== undefined)
  const clockwise = matrix === undefined ? (number(record(fields['tags'])['rotate']) ?? 0) : -matrix
  return (((Math.round(clockwise / 90) * 90) % 360) + 360) % 360
}
