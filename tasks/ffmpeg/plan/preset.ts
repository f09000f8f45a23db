/** The form of a transcode preset (Vidispine: shape tag), as its document says it. */
import type { Ratio } from '../media.ts'
import type { FrameRate } from '../source/stream-times.ts'
import type { CONTAINERS } from './copy/container.ts'
import type { Drawing } from './video/drawings.ts'

export type Preset = Named & (Copies | Encodings)

type Named = {
  /** The shape tag by which clients request the preset. */
  readonly tag: string
  readonly description: string
  /** `own`: that of the source if it can be written; else the first of mp4, mov and mkv that fits. */
  readonly container: keyof typeof CONTAINERS | 'own'
  /** Puts the index before the media, so that playback can start during download. mp4, mov and m4a only. */
  readonly faststart: boolean
  /** Options of the container and of the file as a whole, for ffmpeg. */
  readonly fileOptions?: readonly string[]
  /** A script changes it for each source. */
  readonly hasScript?: true
  /** The tag `title` becomes the name of the source. */
  readonly addClipName?: true
}

/** Takes all streams of the source as they are. */
type Copies = { readonly video: 'copy'; readonly audio: 'copy' }

type Encodings = {
  readonly video: VideoEncoding | 'none'
  readonly audio: AudioEncoding | 'none'
  /** Further audio streams of the rendition. */
  readonly audioTracks?: readonly AudioEncoding[]
  /** Each channel becomes a file of its own. */
  readonly monoFile?: true
  /** Which subtitles go along. Default: none. */
  readonly subtitles?: 'first' | 'all' | { readonly language: string }
  /** Chapters go along. Default: they do not. */
  readonly chapters?: true
  /** The time code of the first frame. Default: that of the source. */
  readonly startTimeCode?: string
  /** Data goes along, where the container holds it. Default: it does not. */
  readonly data?: true
}

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
  /** The field that is shown first in an interlaced rendition. Default: that of the source. */
  readonly firstField?: 'top' | 'bottom'
  /** Frames per second. Default: those of the source. */
  readonly rate?: FrameRate
  /** Maximum size, pixels. Keeps the aspect ratio and never enlarges. Default: the size of the source. */
  readonly box?: { readonly width: number; readonly height: number }
  /** Exact size, pixels; a side that is missing follows from the aspect ratio. */
  readonly frame?: { readonly width?: number; readonly height?: number }
  /** Fills what the picture leaves free in its frame, where it then keeps its shape. */
  readonly padColor?: string
  /** What is done to the picture before it is scaled. */
  readonly edit?: PictureEdit
  /** The shape of the pixels that the rendition says. */
  readonly pixelAspect?: Ratio
  /** What is drawn on the picture, in this order. */
  readonly drawings?: readonly Drawing[]
  /** The video is encoded twice, the second time with what was learned. */
  readonly passes?: 2
  /** Encoder options by their ffmpeg names without the dash: `{ crf: 28 }` becomes `-crf:v 28`. */
  readonly options: Readonly<Record<string, string | number>>
}

export type AudioEncoding = {
  readonly encoder: string
  /** In ffmpeg's notation, such as `128k`. Absent for encoders without a bit rate (PCM). */
  readonly bitRate?: string
  /** Further options of the encoder by their ffmpeg names. */
  readonly options?: Readonly<Record<string, string | number>>
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
  /**
   * The channels of the one stream that is made, of channels of the source. Default: streams stay streams.
   */
  readonly channels?: ChannelChoice
  /** The layout of each stream. Default: that of the source, within `mostChannels`. */
  readonly layout?: 'mono' | 'stereo' | '5.1' | '7.1'
  readonly loudness?: Loudness
}

/** Cut off or added at each side, pixels; turned clockwise; given a shape by bars. */
export interface PictureEdit {
  /** Positive: cut off. Negative: added. */
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
  readonly rotate: 0 | 90 | 180 | 270
  /** The shape of the whole picture. */
  readonly aspect?: Ratio
  /** Of what is added. */
  readonly color: string
}

/** Which channels of the source become one stream. Tracks and channels count from 0. */
export type ChannelChoice =
  /** Those of these tracks, counted through; default: of all tracks, all of them. */
  | { readonly tracks?: readonly number[]; readonly of?: readonly number[] }
  /** Each is a sum; an empty one is silent. */
  | { readonly mix: readonly (readonly MixedChannel[])[] }

export interface MixedChannel {
  readonly track: number
  readonly channel: number
  readonly gain: number
}

/** What a stream is normalized to (EBU R 128). */
export interface Loudness {
  /** Integrated loudness, LUFS. */
  readonly lufs: number
  /** The highest true peak, dBTP. */
  readonly truePeak: number
}
