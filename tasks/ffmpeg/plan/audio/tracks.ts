/** Which audio streams of a source a preset takes, and which of them it joins. Pure. */
import { type Audio, audioOf, type Media } from '../../media.ts'
import type { AudioEncoding } from '../preset.ts'

/** One audio stream of a rendition. */
export interface Track {
  /** One stream of the source, or the mono streams that it is joined of, in the order of its channels. */
  readonly streams: readonly [Audio, ...Audio[]]
  /** That of joined streams. */
  readonly layout?: 'stereo' | '5.1'
}

/** `rule`: which tracks the preset takes, as a clause. */
export function tracksOf(
  { tracks, monoTracks }: AudioEncoding,
  media: Media,
): { readonly taken: readonly Track[]; readonly rule: string } {
  const all = joined(audioOf(media), monoTracks)
  if (tracks === 'all') return { taken: all, rule: 'the preset takes all tracks' }
  if (tracks === 'first') return { taken: all.slice(0, 1), rule: 'the preset takes the first track' }
  const has = (quality: (stream: Audio) => boolean) => all.find(({ streams }) => streams.some(quality))
  const marked = has(({ isDefault }) => isDefault === true) ?? all[0]
  const rule = 'the preset takes the default track'
  if (tracks === 'default') return { taken: marked ? [marked] : [], rule }
  const spoken = has(({ language }) => language === tracks.language) ?? marked
  return {
    taken: spoken ? [spoken] : [],
    rule: `the preset takes the track in “${tracks.language}”, or the default`,
  }
}

function joined(streams: readonly Audio[], monoTracks: AudioEncoding['monoTracks']): readonly Track[] {
  const [first, ...rest] = streams
  if (!first) return []
  const group = monoTracks && groupOf(first, rest, monoTracks)
  return group
    ? [group, ...joined(streams.slice(group.streams.length), monoTracks)]
    : [{ streams: [first] }, ...joined(rest, monoTracks)]
}

function groupOf(
  first: Audio,
  rest: readonly Audio[],
  monoTracks: NonNullable<AudioEncoding['monoTracks']>,
): Track | undefined {
  const count = monoTracks === '5.1' ? 6 : 2
  const others = rest.slice(0, count - 1)
  if (others.length < count - 1 || !others.every((other) => isLike(first, other))) return undefined
  if (monoTracks === '5.1') return { streams: [first, ...others], layout: '5.1' }
  const [second] = others
  if (!second) return undefined
  const labels = `${labelOf(first)}+${labelOf(second)}`
  if (labels === 'FR+FL') return { streams: [second, first], layout: 'stereo' }
  return labels === 'FL+FR' || labels === 'mono+mono'
    ? { streams: [first, second], layout: 'stereo' }
    : undefined
}

/** Whether two streams are channels of one recording. */
function isLike(one: Audio, other: Audio): boolean {
  const [a, b] = [one.durationS, other.durationS]
  return (
    one.channels === 1 &&
    other.channels === 1 &&
    one.sampleRate === other.sampleRate &&
    one.language === other.language &&
    // A mark on a later one says that they are alternatives.
    (one.isDefault === true || other.isDefault !== true) &&
    (a === undefined || b === undefined || Math.abs(a - b) < 1)
  )
}

/** `FL` of `1 channels (FL)`, `mono` by default. */
function labelOf({ layout = 'mono' }: Audio): string {
  return /\((\w+)\)$/.exec(layout)?.[1] ?? layout
}
