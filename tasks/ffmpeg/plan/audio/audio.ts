/** The plan of the encoded audio streams of a rendition. Pure. */
import { type Audio, audioOf, type Media } from '../../media.ts'
import type { AudioEncoding } from '../preset.ts'
import { type NotPlanned, type NotTaken, nameOf, type PlannedStream } from '../rendition.ts'
import { lengthTaken, type Range } from '../taken.ts'
import { chosenChannels } from './channels.ts'
import { laidOut, type Mixed, mixed } from './layouts.ts'
import { type Track, tracksOf } from './tracks.ts'

interface AudioPlan {
  readonly streams: readonly PlannedStream[]
  readonly notTaken: readonly NotTaken[]
}

/** One stream of a rendition, without its options. */
interface Planned {
  readonly from: readonly [Audio, ...Audio[]]
  readonly join?: string
  readonly mix: Mixed
  readonly changes: readonly string[]
}

/** The streams of each encoding, one after the other. */
export function audioPlan(
  encodings: readonly AudioEncoding[],
  media: Media,
  range?: Range,
): AudioPlan | NotPlanned {
  const all: (Planned & { readonly encoding: AudioEncoding })[] = []
  const rules: string[] = []
  for (const encoding of encodings) {
    const made = plannedBy(encoding, media)
    if ('refused' in made) return made
    all.push(...made.planned.map((one) => ({ ...one, encoding })))
    rules.push(made.rule)
  }
  const used = new Set(all.flatMap(({ from }) => from))
  const [rule = ''] = rules
  return {
    streams: all.map(({ encoding, ...one }, at) => ({
      ...{ type: 'audio', name: all.length === 1 ? 'audio' : `audio ${at + 1}`, from: one.from },
      ...(one.join !== undefined && { join: one.join }),
      filters: one.mix.filters,
      ...(encoding.loudness && { loudness: encoding.loudness }),
      options: optionsAt(at, encoding, encodings, all),
      changes: [
        ...one.changes,
        ...(encoding.loudness ? [`normalized to ${encoding.loudness.lufs} LUFS`] : []),
      ],
      expected: {
        ...lengthOf(one.from, media, range),
        ...{ channels: one.mix.channels, sampleRate: encoding.sampleRate },
        ...(one.mix.layout !== undefined && saysLayout(encoding) && { layout: one.mix.layout }),
      },
    })),
    notTaken: audioOf(media)
      .filter((stream) => !used.has(stream))
      .map((stream) => ({ name: nameOf(stream, media), why: rule })),
  }
}

function saysLayout({ mostChannels, layout }: AudioEncoding): boolean {
  return mostChannels !== undefined || layout !== undefined
}

function plannedBy(
  encoding: AudioEncoding,
  media: Media,
): { readonly planned: readonly Planned[]; readonly rule: string } | NotPlanned {
  if (encoding.channels) {
    const chosen = chosenChannels(encoding.channels, media)
    if ('refused' in chosen) return chosen
    const { mix } = chosen
    const out = encoding.layout === undefined ? mix : laidOut(mix, encoding.layout)
    return { planned: [{ ...chosen, mix: out }], rule: 'the preset takes other channels' }
  }
  const { taken, rule } = tracksOf(encoding, media)
  return {
    rule,
    planned: taken.map((track) => {
      const kept = mixed(channelsOf(track), encoding.mostChannels)
      const mix = encoding.layout === undefined ? kept : laidOut(kept, encoding.layout)
      return {
        ...{ from: track.streams, mix, changes: changes(track, mix, media) },
        ...(track.layout !== undefined && { join: join(track) }),
      }
    }),
  }
}

/** One encoding: at its first stream, for all. Several: at each stream, for it alone. */
function optionsAt(
  at: number,
  encoding: AudioEncoding,
  encodings: readonly AudioEncoding[],
  all: readonly { readonly encoding: AudioEncoding }[],
): readonly string[] {
  if (encodings.length > 1) return options(encoding, `:${at}`)
  return all.length > 0 && at === 0 ? options(encoding) : []
}

/** The options of the encoder; `of`: the stream that they are for, by default all of audio. */
function options({ encoder, bitRate, sampleRate, options = {} }: AudioEncoding, of = ''): readonly string[] {
  return [
    ...[`-c:a${of}`, encoder],
    ...(bitRate === undefined ? [] : [`-b:a${of}`, bitRate]),
    ...Object.entries(options).flatMap(([name, value]) => [`-${name}:a${of}`, String(value)]),
    ...[of === '' ? '-ar' : `-ar:a${of}`, String(sampleRate)],
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
function lengthOf(
  streams: readonly Audio[],
  media: Media,
  range: Range | undefined,
): { readonly lengthS?: number } {
  const lengths = streams.map((stream) => lengthTaken(stream, media, range))
  const known = lengths.filter((length) => length !== undefined)
  return known.length === lengths.length ? { lengthS: Math.min(...known) } : {}
}
