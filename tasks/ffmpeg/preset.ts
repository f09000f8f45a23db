/** What a transcode preset (Vidispine: shape tag) says, and which container it is written into. Presets themselves are plain data. */

import { audioOf, type Media, videoOf } from './media.ts'

export type Preset = {
  /** The shape tag clients name it by. */
  readonly tag: string
  readonly description: string
  /** `as-fits`: mp4 where it can hold the streams as they are, else mov, else mkv. */
  readonly container: keyof typeof CONTAINERS | 'as-fits'
  /** Puts the index in front of the media, so that playing can begin while the file still arrives. mp4, mov and m4a only. */
  readonly faststart: boolean
  readonly video: VideoEncoding | 'copy' | 'none'
  readonly audio: AudioEncoding | 'copy' | 'none'
}

export type VideoEncoding = {
  /** Name of an ffmpeg encoder, such as `libx264`. */
  readonly encoder: string
  readonly pixelFormat: string
  /** The box the picture is made to fit, pixels; it keeps its shape and is never made larger. Default: the size it has. */
  readonly box?: { readonly width: number; readonly height: number }
  /** Options of the encoder by ffmpeg's names without the dash: `{ crf: 28 }` is `-crf:v 28`. */
  readonly options: Readonly<Record<string, string | number>>
}

export type AudioEncoding = {
  readonly encoder: string
  /** ffmpeg's form, such as `128k`. Absent for what has none (PCM). */
  readonly bitRate?: string
  /** Hertz. */
  readonly sampleRate: number
  /** More channels than these are mixed down; fewer stay as they are. Default: all stay. */
  readonly mostChannels?: number
  /** Which of the source's audio streams are taken. */
  readonly tracks: 'first' | 'all'
}

/** The containers by name: ffmpeg's name of the writer, and the extension of the file. */
export const CONTAINERS = {
  mp4: { muxer: 'mp4', extension: '.mp4' },
  m4a: { muxer: 'ipod', extension: '.m4a' },
  mov: { muxer: 'mov', extension: '.mov' },
  mkv: { muxer: 'matroska', extension: '.mkv' },
} as const

export type Container = (typeof CONTAINERS)[keyof typeof CONTAINERS]

/** The container the preset's rendition of this source is written into. */
export function containerFor({ container }: Preset, media: Media): Container {
  if (container !== 'as-fits') return CONTAINERS[container]
  const video = videoOf(media)
  const codecs = [...(video === undefined ? [] : [video]), ...audioOf(media)].map(({ codec }) => codec)
  if (codecs.every((codec) => IN_MP4.has(codec))) return CONTAINERS.mp4
  if (codecs.every((codec) => IN_MP4.has(codec) || isInMov(codec))) return CONTAINERS.mov
  return CONTAINERS.mkv
}

/** Codecs that players expect in an mp4 (the registered ones of ISO/IEC 14496 that ffmpeg writes without `-strict`). */
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

/** What QuickTime holds besides: mezzanine codecs and PCM. */
function isInMov(codec: string): boolean {
  return (
    ['prores', 'dnxhd', 'mjpeg', 'dvvideo', 'cfhd'].includes(codec) ||
    /^pcm_[sf](16|24|32|64)[bl]e$/.test(codec)
  )
}
