/** How long the streams are that a rendition takes. Pure. */
import type { Audio, Media, Video } from '../media.ts'
import type { RenditionPlan } from './rendition.ts'

/** Part of a source, seconds from its start. */
export interface Range {
  readonly startS: number
  /** Default: the end of the source. */
  readonly endS?: number
}

/**
 * Where reading begins. A seek can land some seconds off, as in transport streams, so it leads to a place
 * well before the range, in whole seconds, which no clock rounds; the rest is decoded and dropped.
 */
export function soughtS(range: Range | undefined): number {
  return Math.max(0, Math.floor((range?.startS ?? 0) - SEEK_MARGIN_S))
}

const SEEK_MARGIN_S = 10

/** Length of what the range has of a stream, s; undefined if that of the stream is unknown. */
export function lengthTaken(
  { durationS, startS = 0 }: Pick<Video | Audio, 'durationS' | 'startS'>,
  media: Pick<Media, 'startS'>,
  { startS: from = 0, endS: to = Number.POSITIVE_INFINITY }: Partial<Range> = {},
): number | undefined {
  if (durationS === undefined) return undefined
  const begin = startS - (media.startS ?? 0)
  return Math.max(0, Math.min(begin + durationS, to) - Math.max(begin, from))
}

/** Length of the longest stream taken, s; that of the source, if one of them is unknown. */
export function longestTaken(
  plans: readonly RenditionPlan[],
  media: Media,
  range?: Range,
): number | undefined {
  const streams = plans.flatMap(({ streams }) => streams.filter((stream) => stream.type !== 'other'))
  const lengths = streams.map(({ expected }) => expected.lengthS)
  const known = lengths.filter((length) => length !== undefined)
  return known.length > 0 && known.length === lengths.length
    ? Math.max(...known)
    : lengthTaken(media, media, range)
}
