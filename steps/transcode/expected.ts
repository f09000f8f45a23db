/** What each stream of a rendition is held to: the stream of the source that it is made from. Pure. */
import { audioOf, type Media, type Stream, videoOf } from '../../tasks/ffmpeg/media.ts'
import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import { lengthTaken, type Range, type Taken, takenOf } from '../../tasks/ffmpeg/plan/taken.ts'

export interface Expected {
  /** `video`, `audio`, `audio 2`. */
  readonly name: string
  /** Its place among the audio streams, from 0; absent for the video. */
  readonly audio?: number
  /** Seconds; undefined if that of the source is unknown. */
  readonly lengthS: number | undefined
}

/** The streams that a rendition should have, its video first. */
export function expectedOf(preset: Preset, media: Media, range?: Range): readonly Expected[] {
  const { video, audio } = takenOf(preset, media)
  const lengthOf = (stream: NonNullable<Taken['video']> | Taken['audio'][number]) =>
    lengthTaken(stream, media, range)
  return [
    ...(video ? [{ name: 'video', lengthS: lengthOf(video) }] : []),
    ...audio.map((stream, at) => ({
      ...{ name: audioName(at, audio.length), audio: at, lengthS: lengthOf(stream) },
    })),
  ]
}

function audioName(at: number, count: number): string {
  return count === 1 ? 'audio' : `audio ${at + 1}`
}

/**
 * What is wrong with a rendition; undefined if nothing is. A stream may be longer than that of the source,
 * whose length its container can understate; but not longer than the range that was requested.
 */
export function flawOf(made: Media, expected: readonly Expected[], isRange: boolean): string | undefined {
  const streams = [videoOf(made), audioOf(made)].flat().filter((stream) => stream !== undefined)
  if (streams.length === 0) return 'the output has no video or audio stream'
  const flaws = expected.flatMap((one) => flawOfStream(streamOf(made, one), one, made, isRange) ?? [])
  return flaws.length > 0 ? `the output has ${flaws.join(', and ')}` : undefined
}

/** The stream of a rendition that is expected. */
function streamOf(made: Media, { audio }: Expected): Exclude<Stream, { readonly type: 'other' }> | undefined {
  return audio === undefined ? videoOf(made) : audioOf(made)[audio]
}

function flawOfStream(
  stream: ReturnType<typeof streamOf>,
  { name, lengthS }: Expected,
  { durationS, streams }: Media,
  isRange: boolean,
): string | undefined {
  if (lengthS === undefined) return undefined
  const tolerance = Math.max(TOLERANCE_S, lengthS * TOLERANCE_OF_LENGTH)
  if (!stream) return lengthS > tolerance ? `no ${name}` : undefined
  const madeS = stream.durationS ?? (streams.length === 1 ? durationS : undefined)
  if (madeS === undefined) return undefined
  const isLost = madeS < lengthS - tolerance
  if (!isLost && !(isRange && madeS > lengthS + tolerance)) return undefined
  return `${madeS.toFixed(2)} s of ${name}, expected ${lengthS.toFixed(2)} s`
}

/** Encoders pad the first and the last frame, all of them by less than a second. */
const TOLERANCE_S = 1
const TOLERANCE_OF_LENGTH = 0.01
