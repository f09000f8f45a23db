/** The description of a media file, as ffprobe gives it. */
import type { Color, Light } from './source/color.ts'
import type { FrameRate, Timed } from './source/stream-times.ts'

export type Media = {
  /** ffmpeg's name of the container, such as `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly format: string
  /** The brand of an mp4 or mov, such as `isom`, or `qt` for QuickTime; absent in other containers. */
  readonly brand?: string
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
  /** Number of chapters; absent if there are none. */
  readonly chapters?: number
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
  /** Width over height of one pixel; absent if pixels are square. */
  readonly pixelAspect?: Ratio
  /**
   * Frames per second as a fraction, such as `{ frames: 30000, seconds: 1001 }`; the average, if it varies.
   */
  readonly frameRate: FrameRate | undefined
  /** Its frames are not equally far apart, as in recordings of a screen or a browser. */
  readonly isVariable?: true
  /** Number of frames, where the container counts them. */
  readonly frames?: number
  /** The field that is shown first; absent for a progressive picture, and if the file does not say. */
  readonly firstField?: 'top' | 'bottom'
  readonly pixelFormat: string | undefined
  /** Absent if the file does not say. */
  readonly color?: Color
  /** Absent for SDR, and for HDR without metadata. */
  readonly light?: Light
  /** Clockwise rotation that a player applies, degrees: 0, 90, 180 or 270. */
  readonly rotation: number
} & Timed &
  Tagged

export type Audio = {
  readonly type: 'audio'
  readonly index: number
  readonly codec: string
  readonly channels: number
  /** ffmpeg's name, such as `5.1(side)` or `ambisonic 1`; absent if the file does not say. */
  readonly layout?: string
  /** Hertz. */
  readonly sampleRate: number | undefined
} & Timed &
  Tagged

/** Subtitles, time code or data; also cover art, which is not a video (`kind: 'attached picture'`). */
export type OtherStream = {
  readonly type: 'other'
  readonly index: number
  readonly kind: string
  readonly codec: string | undefined
} & Tagged

/** What a file says of any of its streams. */
export type Tagged = {
  /** ISO 639-2, such as `ger`; absent if undetermined. */
  readonly language?: string
  /** The file marks it as the one to play. */
  readonly isDefault?: true
}

export interface Ratio {
  readonly width: number
  readonly height: number
}

/** The first video stream. */
export function videoOf({ streams }: Media): Video | undefined {
  return streams.find((stream) => stream.type === 'video')
}

/** All audio streams in file order. */
export function audioOf({ streams }: Media): readonly Audio[] {
  return streams.filter((stream) => stream.type === 'audio')
}
