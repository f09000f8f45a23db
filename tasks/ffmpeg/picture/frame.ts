/** How ffmpeg finds the frame that is on the screen at a time, with and without an index. Pure. */
import { type Media, type Video, videoOf } from '../media.ts'
import { deinterlace } from '../plan/video/deinterlace.ts'

/** Where ffmpeg starts to decode, and which frame it takes from there. */
export interface Start {
  /** Seconds from the start of the source; 0: the start. */
  readonly fromS: number
  /** `last`: the last frame that began by the time; none if all begin later. `first`: the first of all. */
  readonly takes: 'last' | 'first'
}

/**
 * The starts to try until one gives a frame. An index leads to the key frame before the start. Without one,
 * as in MPEG-TS, decoding begins at the key frame after it, which can be later than the time.
 */
export function startsFor(media: Media, atS: number): readonly Start[] {
  const seeks = marginsOf(media).map((marginS) => atS - marginS)
  const starts = [...seeks.filter((fromS) => fromS > 0), 0].map((fromS): Start => ({ fromS, takes: 'last' }))
  return atS < beginOf(media) + LATE_S ? [...starts, { fromS: 0, takes: 'first' }] : starts
}

/** The filters that take the frame, by the clock of the file. It is deinterlaced among its neighbors. */
export function frameFilters({ takes }: Start, atS: number, media: Media): readonly string[] {
  const video = videoOf(media)
  const toMicroseconds = 'settb=1/1000000' // some containers count in frames, where a millisecond is nothing
  if (takes === 'first') return [toMicroseconds, ...deinterlaced(video)]
  const end = ((media.startS ?? 0) + atS + TOLERANCE_S).toFixed(6)
  const hold = isEndKnown(media) ? 'stop=-1' : `stop_duration=${HELD_S}`
  // Ends the video at the time, holds the last frame, and takes the first repetition of it.
  const last = [`trim=end=${end}`, `tpad=${hold}:stop_mode=clone`, `select='gte(t,${end})'`]
  return [toMicroseconds, ...deinterlaced(video), ...last]
}

/** A picture file, which shows the same frame at any time. */
export function isStill({ format }: Pick<Media, 'format'>): boolean {
  return /_pipe$|^(image2|ico|fits)$/.test(format)
}

/** When its video begins, seconds from the start of the source. */
export function beginOf(media: Media): number {
  return Math.max(0, (videoOf(media)?.startS ?? 0) - (media.startS ?? 0))
}

/**
 * When its video ends, seconds from the start of the source; undefined if unknown, as for a still image. The
 * length of a raw stream is a guess by its bit rate.
 */
export function endOf(media: Media): number | undefined {
  if (isStill(media)) return undefined
  const durationS = videoOf(media)?.durationS
  if (durationS !== undefined) return beginOf(media) + durationS
  return marginsOf(media).length > 0 ? media.durationS : undefined
}

/** Then the last frame is held until the end, even if the file is damaged or cut off. */
function isEndKnown(media: Media): boolean {
  return isStill(media) || endOf(media) !== undefined
}

function deinterlaced(video: Video | undefined): readonly string[] {
  return video?.firstField ? [deinterlace(video.firstField)] : []
}

/**
 * How long before the time decoding starts, s. One second covers frames that are stored in another order
 * than they are shown. Broadcasts have a key frame at least every two seconds, x264 every ten by default.
 */
function marginsOf({ format }: Media): readonly number[] {
  const names = format.split(',')
  if (names.some((name) => INDEXED.has(name))) return [1, 15, 120]
  return names.some((name) => TIMED.has(name)) ? [3, 15, 120] : []
}

const INDEXED: ReadonlySet<string> = new Set(['mov', 'matroska', 'mxf', 'avi', 'flv', 'asf', 'gxf', 'nut'])
/** Formats whose frames carry their times, so that these are right after a seek. */
const TIMED: ReadonlySet<string> = new Set(['mpegts', 'mpeg', 'ogg', 'dv', 'lxf', 'wtv'])

/** Containers round times to milliseconds, and so do people. */
const TOLERANCE_S = 0.001
/** How late the first frame can be though the file names no later start, s. */
const LATE_S = 1
/** How long the last frame is held where the length is unknown, s. */
const HELD_S = 10
