/** The filters that turn a piece of a source into samples of the sequence. Pure. */
import { type Mixed, mixed } from '../plan/audio/layouts.ts'
import type { Track } from '../plan/audio/tracks.ts'
import { type Canvas, channelsOf, SAMPLE_RATE } from './canvas.ts'

export interface Samples {
  /** Where the piece begins in what is read of the source, s. */
  readonly offsetS: number
  /** The number of samples. */
  readonly count: number
}

/** What joins mono streams to a track comes before; `channel`: the only one that is taken. */
export function soundFilters(
  track: Track,
  canvas: Canvas,
  { offsetS, count }: Samples,
  channel?: number,
): readonly string[] {
  const first = Math.round(offsetS * SAMPLE_RATE)
  return [
    // Silence where the source has none: before a late start, and in gaps.
    `aresample=${SAMPLE_RATE}:async=1:first_pts=0`,
    `atrim=start_sample=${first}:end_sample=${first + count}`,
    'asetpts=N/SR/TB',
    ...(channel === undefined ? inLayout(track, canvas) : oneOf(track, channel)),
    ...filled(count, channel === undefined ? canvas.layout : 'mono'),
  ]
}

export function silenceFilters(count: number, layout: string): readonly string[] {
  return [`anullsrc=sample_rate=${SAMPLE_RATE}:channel_layout=${layout}`, ...filled(count, layout)]
}

/** To the very sample, in the form in which pieces are joined. */
function filled(count: number, layout: string): readonly string[] {
  return [
    `apad=whole_len=${count}`,
    `atrim=end_sample=${count}`,
    `aformat=sample_fmts=fltp:sample_rates=${SAMPLE_RATE}:channel_layouts=${layout}`,
  ]
}

function inLayout(track: Track, { layout, channels }: Canvas): readonly string[] {
  const mix: Mixed = mixed(channelsOf(track), channels)
  // swresample would lower a single channel on two sides by 3 dB.
  if (mix.layout === 'mono' && layout === 'stereo') return [...mix.filters, 'pan=stereo|c0=c0|c1=c0']
  return mix.filters
}

/** The last channel, if the source has fewer. */
function oneOf(track: Track, channel: number): readonly string[] {
  return [`pan=mono|c0=c${Math.min(channel, channelsOf(track).channels - 1)}`]
}

/** The sample at which a frame begins. */
export function sampleAt(frame: number, { frames, seconds }: Canvas['rate']): number {
  return Math.round((frame * seconds * SAMPLE_RATE) / frames)
}
