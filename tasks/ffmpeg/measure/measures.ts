/** What can be measured of a file, with its thresholds. */
import type { SpeechMeasure } from '../../speech/spans.ts'

/** A share of the picture that has a property for a time. */
export interface PictureMeasure {
  /** How far a pixel may be off, as a share of the range from black to white: 0 to 1. */
  readonly threshold: number
  /** Percent of the pixels that must be within it. */
  readonly percentage: number
  /** The shortest time that counts, s. */
  readonly minS: number
}

/** A look at one channel of sound. */
export interface ChannelCheck {
  /** Tones to look for, Hz. None: looks for silence. */
  readonly tone: readonly number[]
  /** Index of the stream in its file. Default: the first audio stream. */
  readonly stream?: number | undefined
  /** From 0. */
  readonly channel: number
  /** dBFS. What is quieter is silence. A tone is as loud at least, and all else quieter. */
  readonly thresh: number
}

/** Absent measures are not made. */
export interface Measures {
  readonly black?: PictureMeasure
  /** Color bars: SMPTE, SMPTE HD, and EBU at 75 and 100 %. */
  readonly bars?: PictureMeasure
  /** `threshold`: the mean difference of two pictures that are the same, 0 to 1. */
  readonly freeze?: { readonly threshold: number; readonly minS: number }
  /** `threshold`: how much a cut changes, percent. */
  readonly scenes?: { readonly threshold: number }
  /** The picture without black borders. */
  readonly crop?: true
  readonly interlace?: true
  /**
   * Levels of luminance, chroma and saturation; spatial and temporal information (ITU-T P.910). Five times a
   * second, of a picture at most 480 pixels wide.
   */
  readonly signal?: true
  readonly silence?: { readonly thresh: number; readonly minS: number }
  readonly speech?: SpeechMeasure
  /** EBU R 128. */
  readonly loudness?: true
  /** Chromaprint of the first audio stream. */
  readonly fingerprint?: true
  readonly channels: readonly ChannelCheck[]
}

/** Part of a file, s from its start. */
export interface Interval {
  readonly startS: number
  readonly endS: number
}

/** What was measured. */
export interface Measured {
  readonly black: readonly Interval[]
  readonly bars: readonly Interval[]
  readonly freeze: readonly Interval[]
  /** The first picture of each scene but the first. `score`: percent. */
  readonly scenes: readonly { readonly atS: number; readonly score: number }[]
  /** Absent if every picture is black. */
  readonly crop?: { readonly width: number; readonly height: number; readonly x: number; readonly y: number }
  /** Numbers of pictures. */
  readonly interlace?: Readonly<Record<'tff' | 'bff' | 'progressive' | 'undetermined', number>>
  /** By the names of ffmpeg, such as `YAVG`; `si` and `ti`. */
  readonly signal: Readonly<Record<string, Statistic>>
  readonly audio: readonly MeasuredAudio[]
  readonly fingerprint?: string
  /** More was found than is kept. */
  readonly isCut: boolean
}

export interface Statistic {
  readonly min: number
  readonly mean: number
  readonly max: number
}

export interface MeasuredAudio {
  /** Index of the stream in its file. */
  readonly stream: number
  readonly silence: readonly (Interval & { readonly channel: number })[]
  readonly tones: readonly (Interval & { readonly channel: number; readonly tone: number })[]
  readonly loudness?: LoudnessMeasure
  readonly speech?: readonly Interval[]
}

export interface LoudnessMeasure {
  /** LUFS; -70 is the least that is measured. */
  readonly integrated: number
  /** LU. */
  readonly range: number
  /** dBTP and dBFS; absent for digital silence. */
  readonly truePeak?: number
  readonly samplePeak?: number
}
