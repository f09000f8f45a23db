/** The filter graph that measures a file in one pass. Pure. */
import { type Audio, audioOf, type Media, videoOf } from '../media.ts'
import type { ChannelCheck, Measures } from './measures.ts'

export interface MeasureGraph {
  readonly filter: string
  /** The pads that ffmpeg has to read to the end. */
  readonly outputs: readonly string[]
}

/**
 * Each branch ends with a print of what its filters know of a frame, marked by `from`: `v`, `bars`, `signal`,
 * `a1` for stream 1, `tone0.1` and `rest0.1` for the second tone of the first check. All of them are one
 * graph, so that one thread prints, and frame by frame.
 */
export function graphOf(media: Media, measures: Measures): MeasureGraph {
  const branches = [...videoBranches(media, measures), ...audioBranches(media, measures)]
  return {
    filter: branches.map(({ chains }) => chains.join(';')).join(';'),
    outputs: branches.flatMap(({ outputs }) => outputs),
  }
}

/** The checks of channels, each with its stream; a check of a stream that is none has none. */
export function checkedStreams(media: Media, checks: readonly ChannelCheck[]) {
  const audio = audioOf(media)
  return checks.map((check) => {
    const of = check.stream === undefined ? audio[0] : audio.find(({ index }) => index === check.stream)
    return { check, of: of && check.channel < of.channels ? of : undefined }
  })
}

interface Branch {
  readonly chains: readonly string[]
  readonly outputs: readonly string[]
}

function videoBranches(media: Media, measures: Measures): readonly Branch[] {
  const video = videoOf(media)
  const { bars, signal } = measures
  const filters = videoFilters(measures)
  const parts = [
    ...(filters.length > 0 ? [{ name: 'v', chains: [chain('v', [MICROSECONDS, ...filters])] }] : []),
    ...(bars ? [{ name: 'bars', chains: barsChains(bars) }] : []),
    ...(signal ? [{ name: 'signal', chains: [chain('signal', SIGNAL)] }] : []),
  ]
  if (!video || parts.length === 0) return []
  const pads = parts.map(({ name }) => `[in.${name}]`).join('')
  const split = `[0:${video.index}]split=${parts.length}${pads}`
  return [
    {
      chains: [split, ...parts.flatMap(({ chains }) => chains)],
      outputs: parts.map(({ name }) => `[${name}]`),
    },
  ]
}

function chain(name: string, filters: readonly string[]): string {
  return `[in.${name}]${[...filters, ...printed(name, 'metadata')].join(',')}[${name}]`
}

function videoFilters({ scenes, black, freeze, crop, interlace }: Measures): readonly string[] {
  return [
    ...(scenes ? [`scdet=t=${scenes.threshold}`] : []),
    ...(black ? [blackdetect(black)] : []),
    ...(freeze ? [`freezedetect=n=${freeze.threshold}:d=${freeze.minS}`] : []),
    ...(crop ? [`cropdetect=limit=${24 / 255}:round=2`] : []),
    ...(interlace ? ['idet'] : []),
  ]
}

/**
 * Of a whole HD picture, siti takes 80 ms and signalstats 20 ms. Pixels are left out, not mixed, so that
 * levels
 * are those of the picture.
 */
const SIGNAL = [
  'fps=5',
  "scale=w='min(480,iw)':h=-2:flags=neighbor",
  'signalstats',
  'siti',
  'settb=1/1000000',
]

/** The shortest time is applied to what it prints, not here: it prints each black picture. */
function blackdetect({ threshold, percentage }: NonNullable<Measures['black']>): string {
  return `blackdetect=d=0:pix_th=${threshold}:pic_th=${percentage / 100}`
}

/**
 * Compares small pictures with each kind of bars, in all three colors. Where the least of the differences is
 * black, the picture has bars. Five pictures a second are enough for what stands for seconds.
 */
function barsChains(bars: NonNullable<Measures['bars']>): readonly string[] {
  const letters = KINDS_OF_BARS.map((_, at) => at)
  const size = `${BARS_SIZE.width}x${BARS_SIZE.height}`
  const least = letters.slice(1).map((at) => `[least${at - 1}][off${at}]blend=all_mode=darken[least${at}]`)
  return [
    `[in.bars]fps=${BARS_RATE},scale=${BARS_SIZE.width}:${BARS_SIZE.height}:flags=area,format=gbrp,` +
      `split=${letters.length}${letters.map((at) => `[small${at}]`).join('')}`,
    ...KINDS_OF_BARS.map((kind, at) => `${kind}=size=${size}:rate=${BARS_RATE},format=gbrp[bars${at}]`),
    ...letters.map(
      (at) =>
        `[small${at}][bars${at}]blend=all_mode=difference:shortest=1[${at === 0 ? 'least' : 'off'}${at}]`,
    ),
    ...least,
    `[least${letters.length - 1}]${EVEN_GRAY},format=gray,${blackdetect(bars)},${MICROSECONDS},` +
      `${printed('bars', 'metadata').join(',')}[bars]`,
  ]
}

const KINDS_OF_BARS = ['smptebars', 'smptehdbars', 'pal75bars', 'pal100bars'] as const
const BARS_SIZE = { width: 96, height: 54 }
const BARS_RATE = 5
/** Each color counts the same; blue would hardly count as luminance. */
const EVEN_GRAY = `colorchannelmixer=${['r', 'g', 'b'].flatMap((to) => ['r', 'g', 'b'].map((from) => `${to}${from}=0.333`)).join(':')}`

function audioBranches(media: Media, measures: Measures): readonly Branch[] {
  const checks = checkedStreams(media, measures.channels)
  return audioOf(media).flatMap((stream) => {
    const mine = checks.map(({ check, of }, at) => ({ check, at, isMine: of?.index === stream.index }))
    const branches = [
      ...(measures.silence || measures.loudness ? [mainSound(stream, measures)] : []),
      ...mine.filter(({ isMine }) => isMine).flatMap(({ check, at }) => checkOf(check, at, measures)),
    ]
    return branches.length === 0 ? [] : [soundBranch(stream, branches)]
  })
}

interface Sound {
  readonly filters: readonly string[]
  readonly name: string
}

function soundBranch({ index }: Audio, sounds: readonly Sound[]): Branch {
  const pads = sounds.map((_, at) => `[in${index}.${at}]`)
  const split = `[0:${index}]asplit=${sounds.length}${pads.join('')}`
  const chains = sounds.map(
    ({ filters, name }, at) => `${pads[at]}${[...filters, ...printed(name, 'ametadata')].join(',')}[${name}]`,
  )
  return { chains: [split, ...chains], outputs: sounds.map(({ name }) => `[${name}]`) }
}

function mainSound({ index }: Audio, { silence, loudness }: Measures): Sound {
  const filters = [
    ...(loudness ? ['ebur128=peak=true+sample:metadata=1:framelog=quiet'] : [TENTHS]),
    ...(silence ? [`silencedetect=n=${silence.thresh}dB:d=${silence.minS}:mono=1`] : []),
  ]
  return { filters, name: `a${index}` }
}

/** A tone is looked for twice: in the channel without all else, and without the tone. */
function checkOf(
  { tone, channel, thresh }: ChannelCheck,
  at: number,
  { silence }: Measures,
): readonly Sound[] {
  const one = `pan=mono|c0=c${channel}`
  const detect = (minS: number) => `silencedetect=n=${thresh}dB:d=${minS}`
  if (tone.length === 0)
    return [{ filters: [one, TENTHS, detect(silence?.minS ?? MIN_SILENCE_S)], name: `quiet${at}` }]
  return tone.flatMap((hertz, which) => [
    {
      filters: [one, `bandpass=f=${hertz}:width_type=q:w=10`, TENTHS, detect(MIN_TONE_S)],
      name: `tone${at}.${which}`,
    },
    {
      filters: [one, `bandreject=f=${hertz}:width_type=q:w=10`, TENTHS, detect(MIN_TONE_S)],
      name: `rest${at}.${which}`,
    },
  ])
}

export const MIN_SILENCE_S = 1
export const MIN_TONE_S = 0.1
/** At 48 kHz, as many samples as ebur128 takes together. */
const TENTHS = 'asetnsamples=4800'

/** ffmpeg prints times with six digits; a frame has its exact number of ticks as well. */
const MICROSECONDS = 'settb=1/1000000'

function printed(from: string, filter: 'metadata' | 'ametadata'): readonly string[] {
  const clock = filter === 'ametadata' ? ['asettb=1/1000000'] : []
  return [...clock, `${filter}=add:key=from:value=${from}`, `${filter}=print:file='pipe\\:1':direct=1`]
}
