/** Which times of a source thumbnails are made of, and which have no picture. Pure. */
import { videoOf } from '../../tasks/ffmpeg/media.ts'
import { beginOf, endOf } from '../../tasks/ffmpeg/picture/frame.ts'
import type { Metadata } from '../engine/declare/step.ts'
import type { Source } from '../transcode/renditions.ts'
import { atMilliseconds, type PictureTime, timeCodesOf } from './time-codes.ts'

/** A requested time without a thumbnail. */
export interface Missing {
  readonly time: PictureTime
  /** A clause. */
  readonly reason: string
}

/**
 * The requested times, apart from those at or after the end of the video. A still image has any time.
 * Default: a quarter of the length of the video, 0 for a still image. Refused if no time is left.
 */
export function timesOf(
  { path, media }: Source,
  { thumbnailTimeCodes = '', thumbnailPeriod }: Metadata,
):
  | { readonly times: readonly PictureTime[]; readonly missing: readonly Missing[] }
  | { readonly refused: string } {
  const video = videoOf(media)
  if (!video) return { refused: `${path} has no video stream` }
  const asked = timeCodesOf(thumbnailTimeCodes)
  if ('wrong' in asked) return { refused: `thumbnailTimeCodes: “${asked.wrong}” is not a time code` }
  const [beginS, endS] = [beginOf(media), endOf(media)]
  if (asked.length === 0 && thumbnailPeriod !== undefined)
    return { times: periodic(beginS, endS ?? beginS, Number(thumbnailPeriod)), missing: [] }
  if (asked.length === 0)
    return { times: [atMilliseconds(beginS + ((endS ?? beginS) - beginS) / 4)], missing: [] }
  const isLate = ({ seconds }: PictureTime) => seconds > 0 && endS !== undefined && seconds >= endS
  const late = asked.filter(isLate).map((time) => ({ time, reason: `${time.text} is ${afterEnd(endS)}` }))
  const times = asked.filter((time) => !isLate(time))
  const reasons = late.map(({ reason }) => reason).join('; ')
  return times.length > 0 ? { times, missing: late } : { refused: `thumbnailTimeCodes: ${reasons}` }
}

/** From the start of the video on, at least one. */
function periodic(beginS: number, endS: number, periodS: number): readonly PictureTime[] {
  const count = Math.min(MOST_PERIODS, Math.max(1, Math.ceil((endS - beginS) / periodS - ROUNDING)))
  return Array.from({ length: count }, (_, at) => atMilliseconds(beginS + at * periodS))
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
