/** The form of a transcode preset (Vidispine: shape tag), and the choice of its container. */

import { audioOf, type Media, videoOf } from '../media.ts'

export type Preset = {
  /** The shape tag by which clients request the preset. */
  readonly tag: string
  readonly description: string
  /** `as-fits`: mp4 if it can hold the copied streams, else mov, else mkv. */
  readonly container: keyof typeof CONTAINERS | 'as-fits'
  /** Puts the index before the media, so that playback can start during download. mp4, mov and m4a only. */
  readonly faststart: boolean
  readonly video: VideoEncoding | 'copy' | 'none'
  readonly audio: AudioEncoding | 'copy' | 'none'
}

export type VideoEncoding = {
  /** Name of an ffmpeg encoder, such as `libx264`. */
  readonly encoder: string
  readonly pixelFormat: string
  /** Makes the frame rate constant, for editors. Default: a rate that varies in the source varies on. */
  readonly constantRate?: true
  /** Maximum size, pixels. Keeps the aspect ratio and never enlarges. Default: the size of the source. */
  readonly box?: { readonly width: number; readonly height: number }
  /** Encoder options by their ffmpeg names without the dash: `{ crf: 28 }` becomes `-crf:v 28`. */
  readonly options: Readonly<Record<string, string | number>>
}

export type AudioEncoding = {
  readonly encoder: string
  /** In ffmpeg's notation, such as `128k`. Absent for encoders without a bit rate (PCM). */
  readonly bitRate?: string
  /** Hertz. */
  readonly sampleRate: number
  /** Streams with more channels are mixed down to this number. Default: all channels are kept. */
  readonly mostChannels?: number
  /** Which audio streams of the source are used. */
  readonly tracks: 'first' | 'all'
}

/** The containers by name, each with ffmpeg's muxer and the file extension. */
export const CONTAINERS = {
  mp4: { muxer: 'mp4', extension: '.mp4' },
  m4a: { muxer: 'ipod', extension: '.m4a' },
  mov: { muxer: 'mov', extension: '.mov' },
  mkv: { muxer: 'matroska', extension: '.mkv' },
} as const

export type Container = (typeof CONTAINERS)[keyof typeof CONTAINERS]

/** The container for the preset's rendition of this source. */
export function containerFor({ container }: Preset, media: Media): Container {
  if (container !== 'as-fits') return CONTAINERS[container]
  const video = videoOf(media)
  const codecs = [...(video === undefined ? [] : [video]), ...audioOf(media)].map(({ codec }) => codec)
  if (codecs.every((codec) => IN_MP4.has(codec))) return CONTAINERS.mp4
  if (codecs.every((codec) => IN_MP4.has(codec) || isInMov(codec))) return CONTAINERS.mov
  return CONTAINERS.mkv
}

/**
 * Codecs that players support in mp4: registered for ISO/IEC 14496, and written by ffmpeg without `-strict`.
 */
const IN_MP4: ReadonlySet<string> = new Set([
  'h264',
  'hevc',
  'av1',
  'mpeg4',
  'mpeg2video',
  'aac',
  'mp3',
  'ac3',
  'eac3',
  'alac',
])

/** Codecs that mov holds in addition: mezzanine codecs and PCM. */
function isInMov(codec: string): boolean {
  return (
    ['prores', 'dnxhd', 'mjpeg', 'dvvideo', 'cfhd'].includes(codec) ||
    /^pcm_[sf](16|24|32|64)[bl]e$/.test(codec)
  )
}
