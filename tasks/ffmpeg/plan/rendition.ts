/** The plan of a rendition: what it takes of its source, what becomes of it, and how ffmpeg makes it. */
import type { Audio, Media, Ratio, Stream, Video } from '../media.ts'
import type { FrameRate } from '../source/stream-times.ts'
import type { Container } from './copy/container.ts'
import type { Loudness } from './preset.ts'

export interface SourceFile {
  readonly path: string
  readonly media: Media
}

export interface RenditionPlan {
  /** The preset. */
  readonly tag: string
  readonly container: Container
  /** In the order of the output. */
  readonly streams: readonly PlannedStream[]
  /** Options of the file as a whole. */
  readonly options: readonly string[]
  /** The files that filters read, beside the source; fonts as folders. */
  readonly reads?: readonly string[]
  /** Streams and chapters that the rendition will not have. */
  readonly notTaken: readonly NotTaken[]
}

export interface NotTaken {
  /** `audio 2`, `chapters`. */
  readonly name: string
  /** As a clause: `the preset takes the first track`. */
  readonly why: string
}

export type PlannedStream = (
  | { readonly type: 'video'; readonly from: readonly [Video]; readonly expected: ExpectedVideo }
  | { readonly type: 'audio'; readonly from: readonly Audio[]; readonly expected: ExpectedAudio }
  | { readonly type: 'other'; readonly from: readonly [Stream] }
) & {
  /** `video`, `audio 2`, `subtitle`. */
  readonly name: string
  /** Applied in this order before the stream is encoded. */
  readonly filters: readonly string[]
  /** Joins several streams to one before the filters. */
  readonly join?: string
  /** What the stream is normalized to after its filters; it is measured first. */
  readonly loudness?: Loudness
  /** It is encoded twice, the second time with what was learned. */
  readonly passes?: 2
  /** Options of ffmpeg after `-map`. */
  readonly options: readonly string[]
  /** What happens to the stream, each as a clause: `deinterlaced`, `scaled to 640×360`. */
  readonly changes: readonly string[]
}

/** What a stream of the rendition must have; a key is missing if it is not known beforehand. */
interface ExpectedTimes {
  /** Seconds. */
  readonly lengthS?: number
}

export interface ExpectedVideo extends ExpectedTimes {
  /** The exact number. */
  readonly frames?: number
  readonly width?: number
  readonly height?: number
  readonly pixelAspect?: Ratio
  readonly frameRate?: FrameRate
  readonly pixelFormat?: string
  readonly matrix?: string
  readonly transfer?: string
  /** `progressive`, or the field that is shown first. */
  readonly fields?: 'progressive' | 'top' | 'bottom'
}

export interface ExpectedAudio extends ExpectedTimes {
  readonly channels?: number
  readonly layout?: string
  /** Hertz. */
  readonly sampleRate?: number
}

export interface NotPlanned {
  readonly refused: string
}

/** `audio 2`, or `audio` if the file has only one. */
export function nameOf(stream: Stream, { streams }: Media): string {
  const kind = kindOf(stream)
  const alike = streams.filter((one) => kindOf(one) === kind)
  return alike.length > 1 ? `${kind} ${alike.indexOf(stream) + 1}` : kind
}

export function kindOf(stream: Stream): string {
  return stream.type === 'other' ? stream.kind : stream.type
}
