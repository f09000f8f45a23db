/** One stream made of chosen channels of a source. Pure. */
import { type Audio, audioOf, type Media } from '../../media.ts'
import type { ChannelChoice, MixedChannel } from '../preset.ts'
import { type NotPlanned, nameOf } from '../rendition.ts'
import type { Mixed } from './layouts.ts'

interface Chosen {
  readonly from: readonly [Audio, ...Audio[]]
  readonly join?: string
  readonly mix: Mixed
  readonly changes: readonly string[]
}

export function chosenChannels(choice: ChannelChoice, media: Media): Chosen | NotPlanned {
  const tracks = audioOf(media)
  const sums = 'mix' in choice ? choice.mix : sumsOf(choice, tracks)
  if ('refused' in sums) return sums
  const wanted = sums.flat()
  const missing = wanted.find(({ track, channel }) => channel >= (tracks[track]?.channels ?? 0))
  if (missing) return { refused: missingChannel(missing, tracks) }
  const used = tracks.filter((_, at) => wanted.some(({ track }) => track === at))
  const [first = tracks[0], ...rest] = used
  if (!first) return { refused: 'it has no audio' }
  const inputs = [first, ...rest] as const
  const joined = inputs.length > 1 ? joinOf(inputs) : undefined
  if (joined && 'refused' in joined) return joined
  const layout = LAYOUTS[sums.length]
  const change = `${sums.length === 1 ? '1 channel' : `${sums.length} channels`} of ${inputs.map((one) => nameOf(one, media)).join(' and ')}`
  return {
    from: inputs,
    ...(joined && { join: joined.filter }),
    mix: { filters: [pan(sums, inputs, tracks)], channels: sums.length, ...(layout && { layout }) },
    changes: [change],
  }
}

/** Each channel as it is. */
function sumsOf(
  { tracks: wanted, of }: Exclude<ChannelChoice, { readonly mix: unknown }>,
  tracks: readonly Audio[],
): readonly (readonly MixedChannel[])[] | NotPlanned {
  const chosen = wanted ?? tracks.map((_, at) => at)
  const absent = chosen.find((at) => !tracks[at])
  if (absent !== undefined)
    return { refused: `it has no audio track ${absent} (of ${tracks.length}, from 0)` }
  const all = chosen.flatMap((track) =>
    Array.from({ length: tracks[track]?.channels ?? 0 }, (_, channel) => [{ track, channel, gain: 1 }]),
  )
  if (of === undefined) return all
  const none = of.find((at) => !all[at])
  if (none !== undefined) return { refused: `it has no audio channel ${none} (of ${all.length}, from 0)` }
  return of.flatMap((at) => (all[at] ? [all[at]] : []))
}

function missingChannel({ track, channel }: MixedChannel, tracks: readonly Audio[]): string {
  const found = tracks[track]
  return found
    ? `its audio track ${track} has no channel ${channel} (of ${found.channels}, from 0)`
    : `it has no audio track ${track} (of ${tracks.length}, from 0)`
}

/** All channels of several streams side by side, in their order. */
function joinOf(streams: readonly Audio[]): { readonly filter: string } | NotPlanned {
  const channels = streams.flatMap(({ channels }, input) =>
    Array.from({ length: channels }, (_, channel) => `${input}.${channel}`),
  )
  const names = NAMES.slice(0, channels.length)
  if (names.length < channels.length)
    return {
      refused: `it has ${channels.length} audio channels to choose from; at most ${NAMES.length} can be joined`,
    }
  const map = channels.map((channel, at) => `${channel}-${names[at]}`).join('|')
  return { filter: `join=inputs=${streams.length}:channel_layout=${names.join('+')}:map=${map}` }
}

function pan(
  sums: readonly (readonly MixedChannel[])[],
  inputs: readonly Audio[],
  tracks: readonly Audio[],
): string {
  const before = (track: number) =>
    inputs
      .slice(
        0,
        inputs.findIndex(({ index }) => index === tracks[track]?.index),
      )
      .reduce((sum, { channels }) => sum + channels, 0)
  const term = ({ track, channel, gain }: MixedChannel) =>
    `${gain === 1 ? '' : `${gain}*`}c${before(track) + channel}`
  const channels = sums.map((sum, at) => `c${at}=${sum.length > 0 ? sum.map(term).join('+') : '0*c0'}`)
  return `pan=${[LAYOUTS[sums.length] ?? `${sums.length}c`, ...channels].join('|')}`
}

/** By their number: what players take them for. */
const LAYOUTS: Readonly<Record<number, string>> = {
  ...{ 1: 'mono', 2: 'stereo', 3: '3.0', 4: 'quad', 5: '5.0', 6: '5.1', 7: '6.1', 8: '7.1' },
}

/** ffmpeg's names of channels in its own order, in which the filter join has them. */
const NAMES = [
  ...['FL', 'FR', 'FC', 'LFE', 'BL', 'BR', 'FLC', 'FRC', 'BC', 'SL', 'SR', 'TC', 'TFL', 'TFC', 'TFR'],
  ...['TBL', 'TBC', 'TBR', 'DL', 'DR', 'WL', 'WR', 'SDL', 'SDR', 'LFE2'],
] as const
