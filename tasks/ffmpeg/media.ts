/** The description of a media file, and the parser of ffprobe's JSON output. */
import { number, type Printed, parsed, record, text } from './source/printed.ts'
import {
  type Contained,
  type FrameRate,
  frameRateOf,
  lengthOf,
  startOf,
  type Timed,
  timesOf,
} from './source/stream-times.ts'

export type Media = {
  /** ffmpeg's name of the container, such as `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly format: string
  /**
   * Seconds, from the first to the last frame of all streams; undefined if unknown, as for a still image or a
   * file that is still being written.
   */
  readonly durationS: number | undefined
  /** Time of the first frame of all streams, s, by the clock of the file; absent if it is zero. */
  readonly startS?: number
  /** Bytes. */
  readonly sizeBytes: number | undefined
  /** Bits per second, all streams together. */
  readonly bitRate: number | undefined
  /**
   * SMPTE time code of the first frame, with `;` before the frames of a drop-frame one; absent if unknown.
   */
  readonly startTimeCode?: string
  readonly streams: readonly Stream[]
}

export type Stream = Video | Audio | OtherStream

export type Video = {
  readonly type: 'video'
  /** Index of the stream in its file, from 0. */
  readonly index: number
  readonly codec: string
  /** Pixels as stored, before `rotation` is applied. */
  readonly width: number
  readonly height: number
  /**
   * Frames per second as a fraction, such as `{ frames: 30000, seconds: 1001 }`; the average, if it varies.
   */
  readonly frameRate: FrameRate | undefined
  /** Its frames are not equally far apart, as in recordings of a screen or a browser. */
  readonly isVariable?: true
  readonly pixelFormat: string | undefined
  /** Clockwise rotation that a player applies, degrees: 0, 90, 180 or 270. */
  readonly rotation: number
} & Timed

export type Audio = {
  readonly type: 'audio'
  readonly index: number
  readonly codec: string
  readonly channels: number
  /** Hertz. */
  readonly sampleRate: number | undefined
} & Timed

/** Subtitles, time code or data; also cover art, which is not a video (`kind: 'attached picture'`). */
export type OtherStream = {
  readonly type: 'other'
  readonly index: number
  readonly kind: string
  readonly codec: string | undefined
}

/**
 * Parses the output of `ffprobe -print_format json`; undefined if it is invalid. “N/A” becomes undefined.
 * `isGuessed`: ffprobe has said that it guessed the length.
 */
export function mediaOf(json: string, isGuessed = false): Media | undefined {
  const { format, streams } = record(parsed(json))
  if (format === undefined) return undefined
  const { format_name, duration, size, bit_rate } = record(format)
  const listed = Array.isArray(streams) ? streams.map(record) : []
  const startTimeCode = startTimeCodeOf([...listed, record(format)])
  const name = text(format_name) ?? 'unknown'
  const parsedStreams = listed.map((fields, at) => streamOf(fields, at, { name, isGuessed }))
  const startS = startOf(record(format))
  return {
    format: name,
    durationS: lengthOf(number(duration), startS, name),
    ...(startS !== 0 && { startS }),
    sizeBytes: number(size),
    bitRate: number(bit_rate),
    ...(startTimeCode !== undefined && { startTimeCode }),
    streams: parsedStreams,
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

/** The first video stream. */
export function videoOf({ streams }: Media): Video | undefined {
  return streams.find((stream) => stream.type === 'video')
}

/** All audio streams in file order. */
export function audioOf({ streams }: Media): readonly Audio[] {
  return streams.filter((stream) => stream.type === 'audio')
}

function streamOf(fields: Printed, at: number, container: Contained): Stream {
  const index = number(fields['index']) ?? at
  const codec = text(fields['codec_name'])
  const kind = text(fields['codec_type']) ?? 'unknown'
  if (kind === 'video' && number(record(fields['disposition'])['attached_pic']) === 1) {
    return { type: 'other', index, kind: 'attached picture', codec }
  }
  if (codec === undefined) return { type: 'other', index, kind, codec } // ffmpeg cannot decode it either
  if (kind === 'video') return videoStream(fields, index, codec, container)
  if (kind === 'audio') return audioStream(fields, index, codec, container)
  return { type: 'other', index, kind, codec }
}

function videoStream(fields: Printed, index: number, codec: string, container: Contained): Video {
  return {
    type: 'video',
    index,
    codec,
    width: number(fields['width']) ?? 0,
    height: number(fields['height']) ?? 0,
    ...frameRateOf(fields),
    pixelFormat: text(fields['pix_fmt']),
    rotation: rotationOf(fields),
    ...timesOf(fields, container),
  }
}

function audioStream(fields: Printed, index: number, codec: string, container: Contained): Audio {
  return {
    type: 'audio',
    index,
    codec,
    channels: number(fields['channels']) ?? 0,
    sampleRate: number(fields['sample_rate']),
    ...timesOf(fields, container),
  }
}

/** Newer versions of ffprobe give a display matrix, counterclockwise; older ones a clockwise tag `rotate`. */
function rotationOf(fields: Printed): number {
  const sideData = Array.isArray(fields['side_data_list']) ? fields['side_data_list'].map(record) : []
  const matrix = sideData.map((data) => number(data['rotation'])).find((rotation) => rotation !== undefined)
  const clockwise = matrix === undefined ? (number(record(fields['tags'])['rotate']) ?? 0) : -matrix
  return (((Math.round(clockwise / 90) * 90) % 360) + 360) % 360
}
