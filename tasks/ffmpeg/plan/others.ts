/** Which subtitles and data of a source go along into a rendition that is encoded. Pure. */
import type { Media, OtherStream } from '../media.ts'
import { type Container, holds } from './copy/container.ts'
import type { Preset } from './preset.ts'
import { kindOf, type NotTaken, nameOf, type PlannedStream } from './rendition.ts'
import { subtitlesOf, TEXT } from './video/drawn.ts'

type Encoding = Exclude<Preset, { readonly video: 'copy' }>

/** What the preset says of them. */
interface Wanted {
  readonly subtitles?: Encoding['subtitles'] | undefined
  readonly data?: true | undefined
}

interface Others {
  readonly streams: readonly PlannedStream[]
  readonly notTaken: readonly NotTaken[]
}

/** Everything but video and audio. */
export function othersOf({ subtitles, data }: Wanted, container: Container, media: Media): Others {
  const wanted = wantedSubtitles(subtitles, media)
  const texts = wanted.flatMap((stream) => {
    const as = codecIn(container, stream)
    return as === undefined ? [] : [{ stream, as }]
  })
  const kept = data ? media.streams.filter((one) => kindOf(one) === 'data' && holds(container, one)) : []
  const used = [...texts.map(({ stream }) => stream), ...kept]
  const others = media.streams.filter((stream) => stream.type === 'other')
  return {
    streams: [
      ...texts.map(({ stream, as }, at) => planned(stream, `s:${at}`, as, media)),
      ...kept.flatMap((stream, at) =>
        stream.type === 'other' ? [planned(stream, `d:${at}`, 'copy', media)] : [],
      ),
    ],
    notTaken: others
      .filter((stream) => !used.includes(stream))
      .map((stream) => ({
        name: nameOf(stream, media),
        why: reason(stream, { subtitles, data }, wanted.includes(stream), container),
      })),
  }
}

function planned(stream: OtherStream, place: string, codec: string, media: Media): PlannedStream {
  return {
    ...{ type: 'other', from: [stream], name: nameOf(stream, media), filters: [] },
    options: [`-c:${place}`, codec],
    changes: [codec === 'copy' ? 'copied' : `written as ${codec}`],
  }
}

function wantedSubtitles(subtitles: Wanted['subtitles'], media: Media): readonly OtherStream[] {
  const all = subtitlesOf(media)
  if (subtitles === undefined) return []
  if (subtitles === 'all') return all
  if (subtitles === 'first') return all.slice(0, 1)
  return all.filter(({ language }) => language === subtitles.language)
}

/** What the container writes of it: a copy, or its own kind of text; undefined if neither. */
function codecIn(container: Container, stream: OtherStream): string | undefined {
  if (holds(container, stream)) return 'copy'
  return TEXT.test(stream.codec ?? '') ? TEXT_IN[container.muxer] : undefined
}

/** By muxer. */
export const TEXT_IN: Readonly<Record<string, string | undefined>> = {
  ...{ mp4: 'mov_text', mov: 'mov_text', matroska: 'subrip', webm: 'webvtt' },
}

function reason(
  stream: OtherStream,
  { subtitles, data }: Wanted,
  isWanted: boolean,
  { extension }: Container,
): string {
  const kind = kindOf(stream)
  if (isWanted || (kind === 'data' && data))
    return `${extension} does not hold ${stream.codec ?? 'its codec'}`
  if (kind !== 'subtitle' || subtitles === undefined) return `the preset takes no ${kind}`
  return subtitles === 'first'
    ? 'the preset takes the first subtitles'
    : `the preset takes the subtitles in “${typeof subtitles === 'object' ? subtitles.language : ''}”`
}
