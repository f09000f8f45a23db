/** Which times of a source thumbnails are made of, and which have no picture. Pure. */
import { type Media, videoOf } from '../../tasks/ffmpeg/media.ts'
import { beginOf, endOf } from '../../tasks/ffmpeg/picture/frame.ts'
import type { Metadata } from '../engine/declare/step.ts'
import type { Source } from '../transcode/renditions.ts'
import { atMilliseconds, onFrame, type PictureTime, timeCodesOf } from './time-codes.ts'

/** A requested time without a thumbnail. */
export interface Missing {
  readonly time: PictureTime
  /** A clause. */
  readonly reason: string
}

type Times =
  | { readonly times: readonly PictureTime[]; readonly missing: readonly Missing[] }
  | { readonly refused: string }

const NONE: Times = { times: [], missing: [] }

/**
 * The requested times, apart from those at or after the end of the video. A still image has any time.
 * Default: a quarter of the length of the video, 0 for a still image; for an item, one every ten seconds.
 * Refused if no time is left.
 */
export function timesOf(source: Source, metadata: Metadata): Times {
  const { path, media } = source
  const { thumbnailTimeCodes = '', thumbnailPeriod, createThumbnails, itemId } = metadata
  const video = videoOf(media)
  if (!video) return { refused: `${path} has no video stream` }
  if (createThumbnails === 'false') return NONE
  const asked = requestedTimes('thumbnailTimeCodes', thumbnailTimeCodes, media)
  if ('refused' in asked || asked.times.length > 0) return asked
  const [beginS, endS = beginS] = [beginOf(media), endOf(media)]
  const writes =
    itemId === undefined ? atMilliseconds : (seconds: number) => onFrame(seconds, video.frameRate)
  if (thumbnailPeriod !== undefined || itemId !== undefined) {
    const periodS = Number(thumbnailPeriod ?? Math.max(USUAL_PERIOD_S, (endS - beginS) / USUAL_COUNT))
    return { times: periodic(beginS, endS, periodS).map(writes), missing: [] }
  }
  return { times: [atMilliseconds(beginS + (endS - beginS) / 4)], missing: [] }
}

/** The requested times of posters; none by default. */
export function posterTimesOf({ media }: Source, { createPosters = '' }: Metadata): Times {
  return requestedTimes('createPosters', createPosters, media)
}

function requestedTimes(key: string, text: string, media: Media): Times {
  const asked = timeCodesOf(text)
  if ('wrong' in asked) return { refused: `${key}: “${asked.wrong}” is not a time code` }
  const endS = endOf(media)
  const isLate = ({ seconds }: PictureTime) => seconds > 0 && endS !== undefined && seconds >= endS
  const late = asked.filter(isLate).map((time) => ({ time, reason: `${time.text} is ${afterEnd(endS)}` }))
  const times = asked.filter((time) => !isLate(time))
  if (times.length === 0 && late.length > 0)
    return { refused: `${key}: ${late.map(({ reason }) => reason).join('; ')}` }
  return { times, missing: late }
}

/** Of an item without `thumbnailPeriod`: at most about so many pictures, and not closer. */
const USUAL_PERIOD_S = 10
const USUAL_COUNT = 100

/** From the start of the video on, at least one. */
function periodic(beginS: number, endS: number, periodS: number): readonly number[] {
  const count = Math.min(MOST_PERIODS, Math.max(1, Math.ceil((endS - beginS) / periodS - ROUNDING)))
  return Array.from({ length: count }, (_, at) => beginS + at * periodS)
}

/** A day, once in ten seconds. */
const MOST_PERIODS = 8_640
const ROUNDING = 1e-6

function afterEnd(endS: number | undefined): string {
  return `not before the end of the video at ${endS} s`
}

/** The missing thumbnails as one message. Pure. */
export function saysMissing(missing: readonly Missing[]): string {
  const said = missing
    .slice(0, MOST)
    .map(({ time, reason }) => `no picture at ${time.seconds.toFixed(3)} s: ${reason}`)
  const more = missing.length - said.length
  return [...said, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}

/** A list that goes on is not read. */
const MOST = 10
