/** The part of a source between the times `start` and `end` of a job's metadata (wire-media.md §5.1). */
import { type Media, videoOf } from '../../tasks/ffmpeg/media.ts'
import type { Range } from '../../tasks/ffmpeg/plan/taken.ts'
import { type FrameClock, frameClock } from '../../tasks/ffmpeg/source/smpte.ts'
import type { Parameter } from '../engine/declare/parameter.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { timeCodesOf } from '../thumbnails/time-codes.ts'

export const [START, END] = ['start', 'end'] as const

const FORM = {
  pattern:
    /^(([01]\d|2[0-3]):[0-5]\d:[0-5]\d[:;](\d\d|1[01]\d)|\d{1,7}(\.\d{1,6})?|\d{1,15}@(PAL|NTSC|NTSC30|\d{1,9}(:\d{1,9})?))$/,
  expected: 'a time code such as 10:00:00:00 or 62@25, or a number of seconds',
}

/** `required`: whether a job needs `start`. */
export function startAndEnd(required: boolean): readonly Parameter[] {
  return [
    {
      key: START,
      required,
      description:
        'Where the output begins: an SMPTE time code such as `10:00:00:00`, counted as the source counts, with `;` ' +
        'before the frames of a drop-frame one; or, from the start of the source, a time code such as `62@25`, or a ' +
        'number of seconds. Video begins with the nearest frame, sound alone with the very sample.',
      form: FORM,
    },
    {
      key: END,
      required: false,
      description:
        'Where the output ends, in the same forms; the frame of that time is no longer in it. Default: the end of the source.',
      form: FORM,
    },
  ]
}

type Refused = { readonly refused: string }

/** Undefined if the job has neither. Pure. */
export function betweenStartAndEnd(
  metadata: Metadata,
  source: { readonly path: string; readonly media: Media },
): { readonly range: Range } | Refused | undefined {
  if (metadata[START] === undefined && metadata[END] === undefined) return undefined
  const from = secondsAt(metadata, START, source)
  const to = secondsAt(metadata, END, source)
  for (const one of [from, to]) if (typeof one === 'object') return one
  const startS = typeof from === 'number' ? from : 0
  if (typeof to !== 'number') return { range: { startS } }
  return to > startS
    ? { range: { startS, endS: to } }
    : { refused: `${END}: “${metadata[END]}” is not after ${START} “${metadata[START] ?? '0'}”` }
}

/** Seconds from the start of the source. */
function secondsAt(
  metadata: Metadata,
  key: typeof START | typeof END,
  { path, media }: { readonly path: string; readonly media: Media },
): number | Refused | undefined {
  const text = metadata[key]
  if (text === undefined) return undefined
  const seconds = /:\d\d[:;]/.test(text) ? bySmpte(text, frameClock(media)) : plain(text, media)
  if (typeof seconds === 'string') return { refused: `${key}: “${text}” ${seconds} (${path})` }
  const { durationS = Number.POSITIVE_INFINITY } = media
  const isWithin = key === START ? seconds < durationS : seconds <= durationS + TOLERANCE_S
  if (isWithin && seconds >= 0) return seconds
  return {
    refused: `${key}: “${text}” is not in the source, which is ${durationS.toFixed(3)} s long (${path})`,
  }
}

/** The nearest frame, unless these vary in length. */
function plain(text: string, media: Media): number | string {
  const codes = timeCodesOf(text)
  const [only] = 'wrong' in codes ? [] : codes
  if (!only) return 'is not a time'
  const clock = videoOf(media)?.isVariable ? undefined : frameClock(media)
  if (!clock) return only.seconds
  return clock.secondsOf(Math.max(0, Math.round((only.seconds - clock.secondsOf(0)) * clock.fps)))
}

function bySmpte(text: string, clock: FrameClock | undefined): number | string {
  if (!clock) return 'needs a video stream with a frame rate'
  const frame = clock.frameOf(text)
  if (typeof frame === 'string') return frame
  return clock.secondsOf(frame < 0 ? frame + clock.framesPerDay : frame)
}

/** The length that a container states can miss the end of its last frame. */
const TOLERANCE_S = 0.1
