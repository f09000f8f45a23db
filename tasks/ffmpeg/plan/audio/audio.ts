/** The plan of the encoded audio streams of a rendition. Pure. */
import { audioOf, type Media } from '../../media.ts'
import type { AudioEncoding } from '../preset.ts'
import { type NotTaken, nameOf, type PlannedStream } from '../rendition.ts'
import { lengthTaken, type Range } from '../taken.ts'
import { type Mixed, mixed } from './layouts.ts'
import { type Track, tracksOf } from './tracks.ts'

interface AudioPlan {
  readonly streams: readonly PlannedStream[]
  readonly notTaken: readonly NotTaken[]
}

export function audioPlan(encoding: AudioEncoding, media: Media, range?: Range): AudioPlan {
  const { taken, rule } = tracksOf(encoding, media)
  const used = new Set(taken.flatMap(({ streams }) => streams))
  return {
    streams: taken.map((track, at) => audioStream(encoding, track, at, media, taken.length, range)),
    notTaken: audioOf(media)
      .filter((stream) => !used.has(stream))
      .map((stream) => ({ name: nameOf(stream, media), why: rule })),
  }
}

function audioStream(
  encoding: AudioEncoding,
  track: Track,
  at: number,
  media: Media,
  count: number,
  range: Range | undefined,
): PlannedStream {
  const mix = mixed(channelsOf(track), encoding.mostChannels)
  return {
    ...{ type: 'audio', name: count === 1 ? 'audio' : `audio ${at + 1}`, from: track.streams },
    ...(track.layout !== undefined && { join: join(track) }),
    filters: mix.filters,
    options: at === 0 ? options(encoding) : [],
    changes: changes(track, mix, media),
    expected: {
      ...lengthOf(track, media, range),
      ...{ channels: mix.channels, sampleRate: encoding.sampleRate },
      ...(mix.layout !== undefined && encoding.mostChannels !== undefined && { layout: mix.layout }),
    },
  }
}

/** The options of the encoder, which hold for all streams. */
function options({ encoder, bitRate, sampleRate }: AudioEncoding): readonly string[] {
  return [
    ...['-c:a', encoder],
    ...(bitRate === undefined ? [] : ['-b:a', bitRate]),
    ...['-ar', String(sampleRate)],
  ]
}

function channelsOf({ streams, layout }: Track): { readonly channels: number; readonly layout?: string } {
  return layout === undefined ? streams[0] : { channels: streams.length, layout }
}

/** The filter that makes one stream of several. */
export function join({ streams, layout }: Track): string {
  const channels = layout === 'stereo' ? ['FL', 'FR'] : ['FL', 'FR', 'FC', 'LFE', 'BL', 'BR']
  const map = channels.map((channel, at) => `${at}.0-${channel}`).join('|')
  return `join=inputs=${streams.length}:channel_layout=${layout}:map=${map}`
}

function changes({ streams, layout }: Track, { change }: Mixed, media: Media): readonly string[] {
  const names = streams.map((stream) => nameOf(stream, media))
  const joining = layout === undefined ? [] : [`${names.join(' + ')} joined to ${layout}`]
  return [...joining, ...(change === undefined ? [] : [change])]
}

/** Joined streams end with the shortest. */
function lengthOf({ streams }: Track, media: Media, range: Range | undefined): { readonly lengthS?: number } {
  const lengths = streams.map((stream) => lengthTaken(stream, media, range))
  const known = lengths.filter((length) => length !== undefined)
  return known.length === lengths.length ? { lengthS: Math.min(...known) } : {}
}
