/** The form of a transcode preset (Vidispine: shape tag). */
import type { CONTAINERS } from './copy/container.ts'

export type Preset = Named & (Copies | Encodings)

type Named = {
  /** The shape tag by which clients request the preset. */
  readonly tag: string
  readonly description: string
  /** `own`: that of the source if it can be written; else the first of mp4, mov and mkv that fits. */
  readonly container: keyof typeof CONTAINERS | 'own'
  /** Puts the index before the media, so that playback can start during download. mp4, mov and m4a only. */
  readonly faststart: boolean
}

/** Takes all streams of the source as they are. */
type Copies = { readonly video: 'copy'; readonly audio: 'copy' }

type Encodings = { readonly video: VideoEncoding | 'none'; readonly audio: AudioEncoding | 'none' }

export type VideoEncoding = {
  /** Name of an ffmpeg encoder, such as `libx264`. */
  readonly encoder: string
  readonly pixelFormat: string
  /** Makes the frame rate constant, for editors. Default: a rate that varies in the source varies on. */
  readonly constantRate?: true
  /** Fields of an interlaced source. Default: they become progressive frames, at the rate of the source. */
  readonly fields?: 'keep'
  /** PQ and HLG. Default: they are mapped to SDR. To keep them, the encoder needs 10 bits. */
  readonly hdr?: 'keep'
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
  /**
   * Which audio streams of the source are used. `default`: the one that the file marks, else the first. By
   * language, as the file writes it, such as `ger`: the first in that language, else the default.
   */
  readonly tracks: 'first' | 'default' | 'all' | { readonly language: string }
  /**
   * Neighboring mono streams of one language: joined two by two as left and right, or six as 5.1. Default:
   * they stay mono.
   */
  readonly monoTracks?: 'stereo pairs' | '5.1'
}
