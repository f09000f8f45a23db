/** What was measured, as rows of a key, a time and a value: bulky metadata of a shape. Pure. */
import { atSeconds, type TimeBase, timeCodeText } from '../../../schema/time-code.ts'
import { audioOf, type Media, videoOf } from '../media.ts'
import type { Interval, Measured, MeasuredAudio } from './measures.ts'

/** A row without a time is about the whole file. */
export interface MeasureRow {
  readonly key: string
  readonly value?: string
  /** Time codes from the start of the file: in frames for pictures, in samples for sound. */
  readonly start?: string
  readonly end?: string
  /** Index of the stream in its file. */
  readonly stream?: number
  /** From 0. */
  readonly channel?: number
  /** `V1`, `A2`. */
  readonly itemTrack?: string
}

/** In the order of the keys of the reference: of the picture, then of each sound. */
export function rowsOf(media: Media, measured: Measured): readonly MeasureRow[] {
  return [
    ...pictureRows(media, measured),
    ...measured.audio.flatMap((audio) => soundRows(media, audio)),
    ...wholeRows(measured),
  ]
}

function pictureRows(
  media: Media,
  { black, bars, freeze, scenes, crop, interlace, signal }: Measured,
): readonly MeasureRow[] {
  const video = videoOf(media)
  if (!video) return []
  const { frameRate } = video
  const frame = frameRate ? { numerator: frameRate.seconds, denominator: frameRate.frames } : MICROSECOND
  const of = { stream: video.index, itemTrack: 'V1' }
  const intervals = (key: string, found: readonly Interval[]) =>
    found.map((one) => ({ key, ...spanOf(one, frame), ...of }))
  const whole = (key: string, value: string) => ({ key, value, ...of })
  return [
    ...intervals('black', black),
    ...intervals('bars', bars),
    ...intervals('freeze', freeze),
    ...scenes.map(({ atS, score }) => ({
      key: 'scene',
      value: String(score),
      ...spanOf({ startS: atS, endS: atS }, frame),
      ...of,
    })),
    ...(crop ? [whole('crop', `${crop.width}:${crop.height}:${crop.x}:${crop.y}`)] : []),
    ...(interlace ? [whole('interlace', kindOf(interlace))] : []),
    ...Object.entries(signal).map(([name, { min, mean, max }]) =>
      whole(`signal.${name}`, [min, mean, max].map(rounded).join(' ')),
    ),
  ]
}

/** What most pictures are. */
export function kindOf(interlace: NonNullable<Measured['interlace']>): string {
  const fields = interlace.tff + interlace.bff
  if (fields === 0 && interlace.progressive === 0) return 'undetermined'
  if (interlace.progressive >= fields) return 'progressive'
  return interlace.tff >= interlace.bff ? 'top field first' : 'bottom field first'
}

function soundRows(
  media: Media,
  { stream, silence, tones, loudness, speech = [] }: MeasuredAudio,
): readonly MeasureRow[] {
  const all = audioOf(media)
  const at = all.findIndex(({ index }) => index === stream)
  const rate = all[at]?.sampleRate
  const sample = rate ? { numerator: 1, denominator: rate } : MICROSECOND
  const of = { stream, itemTrack: `A${at + 1}` }
  const { integrated, range, truePeak, samplePeak } = loudness ?? {}
  const levels = Object.entries({ integrated, range, truePeak, samplePeak })
  return [
    ...silence.map((one) => ({ key: 'silence', ...spanOf(one, sample), channel: one.channel, ...of })),
    ...tones.map((one) => ({
      key: 'tone',
      value: String(one.tone),
      ...spanOf(one, sample),
      channel: one.channel,
      ...of,
    })),
    ...speech.map((one) => ({ key: 'speech', ...spanOf(one, sample), ...of })),
    ...levels.flatMap(([name, value]) =>
      value === undefined ? [] : [{ key: `loudness.${name}`, value: String(value), ...of }],
    ),
  ]
}

function wholeRows({ fingerprint }: Measured): readonly MeasureRow[] {
  return fingerprint === undefined ? [] : [{ key: 'fingerprint', value: fingerprint }]
}

function spanOf({ startS, endS }: Interval, base: TimeBase) {
  return { start: timeCodeText(atSeconds(startS, base)), end: timeCodeText(atSeconds(endS, base)) }
}

function rounded(value: number): string {
  return String(Math.round(value * 1_000) / 1_000)
}

const MICROSECOND: TimeBase = { numerator: 1, denominator: 1_000_000 }
