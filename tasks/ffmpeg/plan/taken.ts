/** Which streams of a source a preset takes, and how long each of them is. Pure. */
import { type Audio, audioOf, type Media, type Video, videoOf } from '../media.ts'
import type { Preset } from './preset.ts'

export interface Taken {
  readonly video: Video | undefined
  /** In the order of the output. */
  readonly audio: readonly Audio[]
}

/** Part of a source, seconds from its start. */
export interface Range {
  readonly startS: number
  /** Default: the end of the source. */
  readonly endS?: number
}

export function takenOf({ video, audio }: Preset, media: Media): Taken {
  return { video: video === 'none' ? undefined : videoOf(media), audio: audioTaken(audio, media) }
}

function audioTaken(encoding: Preset['audio'], media: Media): readonly Audio[] {
  if (encoding === 'none') return []
  const all = audioOf(media)
  return encoding === 'copy' || encoding.tracks === 'all' ? all : all.slice(0, 1)
}

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
export function longestTaken(presets: readonly Preset[], media: Media, range?: Range): number | undefined {
  const streams = presets
    .map((preset) => takenOf(preset, media))
    .flatMap(({ video, audio }) => [...(video ? [video] : []), ...audio])
  const lengths = streams.map((stream) => lengthTaken(stream, media, range))
  const known = lengths.filter((length) => length !== undefined)
  return known.length > 0 && known.length === lengths.length
    ? Math.max(...known)
    : lengthTaken(media, media, range)
}
