/** What a rendition lacks of its plan. Pure. */

import type { Damage } from '../../tasks/ffmpeg/damage.ts'
import { type Audio, audioOf, type Media, type Video } from '../../tasks/ffmpeg/media.ts'
import type {
  ExpectedAudio,
  ExpectedVideo,
  PlannedStream,
  RenditionPlan,
} from '../../tasks/ffmpeg/plan/rendition.ts'

export interface Flaw {
  /** As a clause: `2.00 s of video, expected 8.00 s`. */
  readonly text: string
  /**
   * How much of the stream is missing, 0 … 1; 0 for a property that differs, infinite for what is never
   * accepted.
   */
  readonly share: number
}

/**
 * Empty if the rendition is as planned. A stream may be longer than that of the source, whose length its
 * container can understate; but not longer than the range that was requested.
 */
export function flawsOf(
  made: Media,
  plan: Pick<RenditionPlan, 'streams'> | undefined,
  { damage = {}, isRange = false }: { readonly damage?: Damage; readonly isRange?: boolean } = {},
): readonly Flaw[] {
  const videos = made.streams.filter((stream) => stream.type === 'video')
  const audios = audioOf(made)
  if (videos.length + audios.length === 0) return [{ text: 'no video or audio stream', share: NEVER }]
  const streams = plan?.streams ?? []
  return streams.flatMap((stream) => {
    if (stream.type === 'other') return []
    const at = streams.filter((one) => one.type === stream.type).indexOf(stream)
    return [
      ...length((stream.type === 'video' ? videos : audios)[at], stream, made, isRange),
      ...(stream.type === 'video'
        ? videoFlaws(videos[at], stream.expected)
        : audioFlaws(audios[at], stream.expected)),
      ...broken(stream, damage),
    ]
  })
}

type Timed = Extract<PlannedStream, { readonly type: 'video' | 'audio' }>

function length(
  stream: Video | Audio | undefined,
  { name, expected: { lengthS } }: Timed,
  { durationS, streams }: Media,
  isRange: boolean,
): readonly Flaw[] {
  if (lengthS === undefined) return []
  const tolerance = Math.max(TOLERANCE_S, lengthS * TOLERANCE_OF_LENGTH)
  if (!stream) return lengthS > tolerance ? [{ text: `no ${name}`, share: 1 }] : []
  const madeS = secondsOf(stream) ?? (streams.length === 1 ? durationS : undefined)
  if (madeS === undefined) return []
  const text = lengths(name, madeS, lengthS)
  if (madeS < lengthS - tolerance) return [{ text, share: 1 - madeS / lengthS }]
  return isRange && madeS > lengthS + tolerance ? [{ text, share: NEVER }] : []
}

function lengths(name: string, madeS: number, lengthS: number): string {
  return `${madeS.toFixed(2)} s of ${name}, expected ${lengthS.toFixed(2)} s`
}

/** What a stream of a package, which is so long, lacks of those of the source. */
export function lackOf(stream: TakenStream, madeS: number, damage: Damage): readonly Flaw[] {
  const { name, expected } = stream
  const lengthS = expected.lengthS ?? 0
  const isShort = madeS < lengthS - Math.max(TOLERANCE_S, lengthS * TOLERANCE_OF_LENGTH)
  return [
    ...(isShort ? [{ text: lengths(name, madeS, lengthS), share: 1 - madeS / lengthS }] : []),
    ...broken(stream, damage),
  ]
}

/** A container can state a length that its frames do not fill. */
function secondsOf(stream: Video | Audio): number | undefined {
  if (stream.type === 'audio' || stream.isVariable || !stream.frameRate || stream.frames === undefined)
    return stream.durationS
  const byFrames = (stream.frames * stream.frameRate.seconds) / stream.frameRate.frames
  return Math.min(stream.durationS ?? byFrames, byFrames)
}

const NEVER = Number.POSITIVE_INFINITY

/** Encoders pad the first and the last frame, all of them by less than a second. */
const TOLERANCE_S = 1
const TOLERANCE_OF_LENGTH = 0.001

function videoFlaws(made: Video | undefined, expected: ExpectedVideo): readonly Flaw[] {
  if (!made) return []
  const { width, height, pixelAspect, frameRate, pixelFormat, matrix, transfer, fields, frames } = expected
  const ratio = ({ width, height } = { width: 1, height: 1 }) => width / height
  const rate = ({ frames, seconds } = { frames: 0, seconds: 1 }) => frames / seconds
  return [
    ...differs('size', `${made.width}×${made.height}`, width && height && `${width}×${height}`),
    ...differsBy(0.01, 'pixel aspect', ratio(made.pixelAspect), pixelAspect && ratio(pixelAspect)),
    ...differsBy(0.05, 'frame rate', rate(made.frameRate), frameRate && rate(frameRate)),
    ...differs('pixel format', made.pixelFormat, pixelFormat),
    ...differs('color matrix', made.color?.matrix, matrix),
    ...differs('transfer function', made.color?.transfer, transfer),
    ...differs('field order', made.firstField ?? 'progressive', fields),
    ...differs('number of frames', made.frames, frames).map(({ text }) => ({ text, share: NEVER })),
  ]
}

function audioFlaws(
  made: Audio | undefined,
  { channels, layout, sampleRate }: ExpectedAudio,
): readonly Flaw[] {
  if (!made) return []
  return [
    ...differs('number of channels', made.channels, channels),
    ...differs('channel layout', made.layout, layout),
    ...differs('sample rate', made.sampleRate, sampleRate),
  ]
}

type Value = string | number | undefined

/** A property that ffprobe does not find in the rendition is not held against it. */
function differs(name: string, made: Value, expected: Value): readonly Flaw[] {
  return made === undefined || expected === undefined || made === expected
    ? []
    : [{ text: `${name} ${made}, expected ${expected}`, share: 0 }]
}

function differsBy(share: number, name: string, made: number, expected: number | undefined): readonly Flaw[] {
  if (expected === undefined || Math.abs(made - expected) <= expected * share) return []
  const short = (value: number) => Math.round(value * 1_000) / 1_000
  return differs(name, short(made), short(expected))
}

/** Streams of the source, and how long what is made of them is to be. */
export interface TakenStream {
  readonly from: readonly (Video | Audio)[]
  readonly name: string
  readonly expected: { readonly lengthS?: number | undefined }
}

/** What the decoder reported. Frames with concealed errors are in the output, so they are not missing. */
function broken({ from, name, expected: { lengthS } }: TakenStream, damage: Damage): readonly Flaw[] {
  return from.flatMap((stream) => {
    const { lost = 0, corrupt = 0 } = damage[stream.index] ?? {}
    const total = Math.max(1, Math.round((lengthS ?? stream.durationS ?? 0) * perSecond(stream)))
    // What is outside the part that was taken can be damaged as well.
    const said = (count: number, what: string) =>
      `${Math.min(count, total)} of ${total} ${unit(stream)} of ${name} ${what}`
    const isNoted = (count: number) => count / total > NOTED
    return [
      ...(isNoted(lost) ? [{ text: said(lost, 'not decoded'), share: Math.min(1, lost / total) }] : []),
      ...(isNoted(corrupt) ? [{ text: said(corrupt, 'damaged'), share: 0 }] : []),
    ]
  })
}

/** One bad frame in a recording of an hour is not worth a warning. */
const NOTED = 0.001

function unit({ type }: Video | Audio): string {
  return type === 'video' ? 'frames' : 'packets'
}

/** Most codecs of audio have packets of about 1 024 samples. */
function perSecond(stream: Video | Audio): number {
  if (stream.type === 'audio') return (stream.sampleRate ?? 48_000) / 1_024
  return stream.frameRate ? stream.frameRate.frames / stream.frameRate.seconds : 25
}
