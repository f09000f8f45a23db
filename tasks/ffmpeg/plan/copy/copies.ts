/** The plan of a rendition that copies the streams of its source. Pure. */
import type { Media, Stream } from '../../media.ts'
import { kindOf, type NotTaken, nameOf, type PlannedStream } from '../rendition.ts'
import { lengthTaken } from '../taken.ts'
import { type Container, holds } from './container.ts'

interface Copies {
  readonly streams: readonly PlannedStream[]
  readonly notTaken: readonly NotTaken[]
}

/** All streams that the container holds. */
export function copiesOf(container: Container, media: Media): Copies {
  const held = media.streams.filter((stream) => holds(container, stream))
  const taken = container.single ? firstOfEachKind(held) : held
  const left = media.streams.filter((stream) => !taken.includes(stream))
  return {
    streams: taken.map((stream, at) => copy(stream, ofItsType(stream, taken.slice(0, at)), container, media)),
    notTaken: left.map((stream) => ({ name: nameOf(stream, media), why: reason(stream, held, container) })),
  }
}

/** One of video and one of audio; covers may be several. */
function firstOfEachKind(streams: readonly Stream[]): readonly Stream[] {
  return streams.filter(
    (stream, at) => stream.type === 'other' || streams.findIndex(({ type }) => type === stream.type) === at,
  )
}

/** Its place among the streams of its type in the output: a cover counts as video there. */
function ofItsType(stream: Stream, before: readonly Stream[]): string {
  const letter = letterOf(stream)
  return `${letter}:${before.filter((one) => letterOf(one) === letter).length}`
}

function letterOf(stream: Stream): string {
  const kind = kindOf(stream)
  if (kind === 'attached picture') return 'v'
  return kind === 'attachment' ? 't' : kind.slice(0, 1)
}

function copy(stream: Stream, place: string, container: Container, media: Media): PlannedStream {
  const name = nameOf(stream, media)
  const options = [`-c:${place}`, 'copy', ...tag(stream, place, container)]
  const common = { name, filters: [], options, changes: ['copied'] }
  if (stream.type === 'other') return { ...common, type: 'other', from: [stream] }
  const lengthS = lengthTaken(stream, media)
  const length = lengthS === undefined ? {} : { lengthS }
  if (stream.type === 'audio')
    return { ...common, type: 'audio', from: [stream], expected: { ...length, channels: stream.channels } }
  const { width, height } = stream
  return { ...common, type: 'video', from: [stream], expected: { ...length, width, height } }
}

/** Apple's players do not play HEVC under its other name, `hev1`. */
function tag(stream: Stream, place: string, { muxer }: Container): readonly string[] {
  return stream.codec === 'hevc' && (muxer === 'mp4' || muxer === 'mov') ? [`-tag:${place}`, 'hvc1'] : []
}

function reason(stream: Stream, held: readonly Stream[], { extension }: Container): string {
  if (held.includes(stream)) return `${extension} holds only one`
  const isData = kindOf(stream) === 'data'
  if (isData) return 'data is not copied; a time code is kept as a tag, and chapters as chapters'
  if (stream.codec === undefined) return 'its codec is unknown'
  if (kindOf(stream) === 'attached picture') return `ffmpeg cannot copy a cover into ${extension}`
  return `${extension} does not hold ${stream.codec}`
}
