/** Reads from the original shape of an item what its generated fields tell (wire-media.md §2.5). Pure. */
import type { ShapeDocument } from '../documents/shape.ts'
import type { Facts } from '../media.ts'
import { withoutQuery } from '../media-uri.ts'
import { compareTimes, secondsOf, type TimeBase, type TimeCode, timeCodeText } from '../time-code.ts'
import type { ComponentsOfShape } from './components.ts'

/** Where the file came from. */
export interface Origin {
  readonly uri?: string
  /** The name without folders. */
  readonly filename?: string
}

export function factsOfEssence(
  shape: ComponentsOfShape & Pick<ShapeDocument, 'mimeType'>,
  { uri, filename }: Origin = {},
): Facts {
  const { containerComponent: container, audioComponent = [], videoComponent = [] } = shape
  const [video] = videoComponent
  const [audio] = audioComponent
  const mimeType = shape.mimeType ?? []
  return {
    mediaType: mediaTypeOf(mimeType, video !== undefined, audio !== undefined),
    ...(mimeType.length > 0 && { mimeType }),
    ...(container?.format !== undefined && { originalFormat: container.format }),
    ...(container && {
      originalVideoCodec: video?.codec ?? '',
      originalAudioCodec: audio?.codec ?? '',
    }),
    ...(video?.resolution && {
      originalWidth: String(video.resolution.width),
      originalHeight: String(video.resolution.height),
    }),
    ...durationOf(shape),
    ...startOf(shape),
    ...(uri !== undefined && { originalUri: withoutQuery(uri) }),
    ...(filename !== undefined && { originalFilename: filename }),
  }
}

function mediaTypeOf(mimeType: readonly string[], hasVideo: boolean, hasAudio: boolean): string {
  if (mimeType.some((one) => one.startsWith('image/'))) return 'image'
  if (hasVideo) return 'video'
  return hasAudio ? 'audio' : 'data'
}

/** That of the longest stream, or else of the container. */
function durationOf({
  containerComponent,
  audioComponent = [],
  videoComponent = [],
}: ComponentsOfShape): Facts {
  const streams = [...videoComponent, ...audioComponent].flatMap(({ duration }) => duration ?? [])
  const longest =
    streams.toSorted((one, other) => compareTimes(other, one))[0] ?? containerComponent?.duration
  if (!longest) return {}
  return { durationSeconds: double(secondsOf(longest)), durationTimeCode: named(longest) }
}

function startOf({ containerComponent }: ComponentsOfShape): Facts {
  const { startTimecode: samples, timeCodeTimeBase, roundedTimeBase } = containerComponent ?? {}
  const timeBase = timeCodeTimeBase ?? (roundedTimeBase && { numerator: 1, denominator: roundedTimeBase })
  if (samples === undefined || !timeBase) return {}
  const start = { samples, timeBase }
  return { startTimeCode: named(start), startSeconds: double(secondsOf(start)) }
}

/** As clients know it: `982500@PAL` for 25 frames a second. */
function named(time: TimeCode): string {
  return isPal(time.timeBase) ? `${time.samples}@PAL` : timeCodeText(time)
}

function isPal({ numerator, denominator }: TimeBase): boolean {
  return numerator === 1 && denominator === 25
}

/** As Java writes a double: `7012.0`. */
function double(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}
