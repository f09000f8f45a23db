/** What is in a media file, and how it follows from the words of ffprobe. */

export type Media = {
  /** ffmpeg's own name of the container, such as `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly format: string
  /** Seconds; undefined for what has no length, such as a still picture or a file that is still written. */
  readonly durationS: number | undefined
  /** Bytes. */
  readonly sizeBytes: number | undefined
  /** Bits per second, of all streams together. */
  readonly bitRate: number | undefined
  readonly streams: readonly Stream[]
}

export type Stream = Video | Audio | OtherStream

export type Video = {
  readonly type: 'video'
  /** The number of the stream in its file, counted from 0. */
  readonly index: number
  readonly codec: string
  /** Pixels as stored, before `rotation`. */
  readonly width: number
  readonly height: number
  /** Frames per second as a fraction, such as `{ frames: 30000, seconds: 1001 }`. */
  readonly frameRate: { readonly frames: number; readonly seconds: number } | undefined
  readonly pixelFormat: string | undefined
  /** Degrees clockwise by which a player turns the picture: 0, 90, 180 or 270. */
  readonly rotation: number
  readonly durationS: number | undefined
}

export type Audio = {
  readonly type: 'audio'
  readonly index: number
  readonly codec: string
  readonly channels: number
  /** Hertz. */
  readonly sampleRate: number | undefined
  readonly durationS: number | undefined
}

/** Subtitles, time code, data; also a cover picture, which is no video (`kind: 'attached picture'`). */
export type OtherStream = {
  readonly type: 'other'
  readonly index: number
  readonly kind: string
  readonly codec: string | undefined
}

/** Reads the answer of `ffprobe -print_format json`; undefined when it is none. What ffprobe leaves out or calls “N/A” is undefined. */
export function mediaOf(json: string): Media | undefined {
  const { format, streams } = record(parsed(json))
  if (format === undefined) return undefined
  const { format_name, duration, size, bit_rate } = record(format)
  return {
    format: text(format_name) ?? 'unknown',
    durationS: number(duration),
    sizeBytes: number(size),
    bitRate: number(bit_rate),
    streams: Array.isArray(streams) ? streams.map((stream, at) => streamOf(record(stream), at)) : [],
  }
}

/** The picture of a file: its first video stream. */
export function videoOf({ streams }: Media): Video | undefined {
  return streams.find((stream) => stream.type === 'video')
}

/** The sound of a file: all its audio streams, in their order. */
export function audioOf({ streams }: Media): readonly Audio[] {
  return streams.filter((stream) => stream.type === 'audio')
}

type Words = Readonly<Record<string, unknown>>

function streamOf(words: Words, at: number): Stream {
  const index = number(words['index']) ?? at
  const codec = text(words['codec_name'])
  const kind = text(words['codec_type']) ?? 'unknown'
  if (kind === 'video' && number(record(words['disposition'])['attached_pic']) === 1) {
    return { type: 'other', index, kind: 'attached picture', codec }
  }
  if (codec === undefined) return { type: 'other', index, kind, codec } // ffprobe does not know how it is coded: neither will ffmpeg
  if (kind === 'video') return videoStream(words, index, codec)
  if (kind === 'audio') return audioStream(words, index, codec)
  return { type: 'other', index, kind, codec }
}

function videoStream(words: Words, index: number, codec: string): Video {
  return {
    type: 'video',
    index,
    codec,
    width: number(words['width']) ?? 0,
    height: number(words['height']) ?? 0,
    frameRate: fraction(text(words['avg_frame_rate'])) ?? fraction(text(words['r_frame_rate'])),
    pixelFormat: text(words['pix_fmt']),
    rotation: rotationOf(words),
    durationS: number(words['duration']),
  }
}

function audioStream(words: Words, index: number, codec: string): Audio {
  return {
    type: 'audio',
    index,
    codec,
    channels: number(words['channels']) ?? 0,
    sampleRate: number(words['sample_rate']),
    durationS: number(words['duration']),
  }
}

/** Newer ffprobes give a display matrix, whose rotation counts against the clock; older ones a tag `rotate`, which counts with it. */
function rotationOf(words: Words): number {
  const sideData = Array.isArray(words['side_data_list']) ? words['side_data_list'].map(record) : []
  const matrix = sideData.map((data) => number(data['rotation'])).find((rotation) => rotation !== undefined)
  const clockwise = matrix === undefined ? (number(record(words['tags'])['rotate']) ?? 0) : -matrix
  return (((Math.round(clockwise / 90) * 90) % 360) + 360) % 360
}

function fraction(written: string | undefined): Video['frameRate'] {
  const [, frames, seconds] = /^([0-9]+)\/([0-9]+)$/.exec(written ?? '') ?? []
  return Number(frames) > 0 && Number(seconds) > 0
    ? { frames: Number(frames), seconds: Number(seconds) }
    : undefined
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function record(value: unknown): Words {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function number(value: unknown): number | undefined {
  const read = typeof value === 'string' ? Number.parseFloat(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined
}
