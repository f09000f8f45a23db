/** The metadata keys of a job of type ANALYZE, and the measures that they ask for. */
import type { ChannelCheck, Measures } from '../../tasks/ffmpeg/measure/measures.ts'
import type { Parameter } from '../engine/declare/parameter.ts'
import type { Invalid } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'

export const MEASURES = [
  ...(['black', 'bars', 'freeze', 'scenes', 'crop', 'interlace', 'signal'] as const),
  ...(['silence', 'speech', 'loudness', 'channels', 'fingerprint'] as const),
] as const
export type MeasureName = (typeof MEASURES)[number]

const SHARE = { pattern: /^(0(\.\d{1,9})?|1(\.0{1,9})?)$/, expected: 'a number from 0 to 1' }
const PERCENT = { pattern: /^(\d{1,2}(\.\d{1,6})?|100(\.0{1,6})?)$/, expected: 'a number from 0 to 100' }
const SECONDS = { pattern: /^\d{1,5}(\.\d{1,6})?$/, expected: 'a number of seconds' }
const DECIBELS = { pattern: /^-\d{1,3}(\.\d{1,3})?$/, expected: 'a level below 0 dBFS, such as -50' }

type Numeric = Parameter & { readonly byDefault: number }

const numeric = (
  key: string,
  form: NonNullable<Parameter['form']>,
  byDefault: number,
  text: string,
): Numeric => ({
  ...{ key, form, byDefault, required: false },
  description: `${text} Default ${byDefault}.`,
})

const NUMBERS = {
  blackThreshold: numeric(
    'blackThreshold',
    SHARE,
    0.1,
    'How bright a pixel of a black picture may be, as a share of white.',
  ),
  blackPercentage: numeric(
    'blackPercentage',
    PERCENT,
    98,
    'Percent of the pixels of a black picture that must be black.',
  ),
  blackTime: numeric('blackTime', SECONDS, 0.1, 'Shortest time of black that is reported, s.'),
  barsThreshold: numeric(
    'barsThreshold',
    SHARE,
    0.1,
    'How far a pixel may be off the color bars, as a share of white.',
  ),
  barsPercentage: numeric(
    'barsPercentage',
    PERCENT,
    70,
    'Percent of the pixels that must be those of color bars.',
  ),
  barsTime: numeric('barsTime', SECONDS, 1, 'Shortest time of color bars that is reported, s.'),
  freezeThreshold: numeric(
    'freezeThreshold',
    SHARE,
    0.001,
    'Mean difference of two pictures that count as the same, as a share of white.',
  ),
  freezeTime: numeric('freezeTime', SECONDS, 2, 'Shortest time without a change that is reported, s.'),
  sceneThreshold: numeric('sceneThreshold', PERCENT, 10, 'How much a cut changes the picture, percent.'),
  silenceThreshold: numeric('silenceThreshold', DECIBELS, -50, 'Level below which sound is silence, dBFS.'),
  speechThreshold: numeric('speechThreshold', SHARE, 0.5, 'How likely speech must be to begin.'),
  speechTime: numeric('speechTime', SECONDS, 0.25, 'Shortest speech that is reported, s.'),
  speechPause: numeric('speechPause', SECONDS, 0.5, 'Longest pause within speech, s.'),
  silenceTime: numeric('silenceTime', SECONDS, 1, 'Shortest silence of a channel that is reported, s.'),
} as const

export const ANALYZE_PARAMETERS: readonly Parameter[] = [
  {
    key: 'analyze',
    required: false,
    description: `What to measure, separated by commas: ${MEASURES.join(', ')}. Default: all of it.`,
  },
  ...Object.values(NUMBERS).map(({ byDefault: _, ...parameter }) => parameter),
  {
    key: 'channels',
    required: false,
    description:
      'Channels to look at, as a JSON array of `{"stream": 1, "channel": 0, "thresh": -40, "tone": [1000]}`. `stream` is its index in the file, by default that of the first audio stream; `channel` counts from 0. A tone is reported where it is as loud as `thresh` (dBFS, default -40) and all else is quieter. Without `tone`, silence is reported.',
  },
]

/** The measures, or what is wrong with a key. The values have been checked against their form. Pure. */
export function measuresOf(metadata: Metadata): Measures | Invalid {
  const names = namesOf(metadata['analyze'])
  if ('wrong' in names)
    return invalid('analyze', `“${names.wrong}” is none of ${MEASURES.join(', ')}`, metadata)
  const channels = channelsOf(metadata['channels'])
  if (typeof channels === 'string') return invalid('channels', channels, metadata)
  const has = (name: MeasureName) => names.includes(name)
  const number = (key: keyof typeof NUMBERS) => Number(metadata[key] ?? NUMBERS[key].byDefault)
  const picture = (of: 'black' | 'bars') => ({
    ...{ threshold: number(`${of}Threshold`), percentage: number(`${of}Percentage`) },
    minS: number(`${of}Time`),
  })
  return {
    ...(has('black') && { black: picture('black') }),
    ...(has('bars') && { bars: picture('bars') }),
    ...(has('freeze') && { freeze: { threshold: number('freezeThreshold'), minS: number('freezeTime') } }),
    ...(has('scenes') && { scenes: { threshold: number('sceneThreshold') } }),
    ...(has('speech') && {
      speech: {
        ...{ threshold: number('speechThreshold'), minS: number('speechTime') },
        pauseS: number('speechPause'),
      },
    }),
    ...(has('silence') && { silence: { thresh: number('silenceThreshold'), minS: number('silenceTime') } }),
    ...flags(has, ['crop', 'interlace', 'signal', 'loudness', 'fingerprint']),
    channels: has('channels') ? channels : [],
  }
}

function flags<Name extends MeasureName>(has: (name: MeasureName) => boolean, names: readonly Name[]) {
  const asked = names.filter(has).map((name) => [name, true] as const)
  return Object.fromEntries(asked) as Partial<Record<Name, true>>
}

function namesOf(text = ''): readonly MeasureName[] | { readonly wrong: string } {
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  const wrong = words.find((word) => !(MEASURES as readonly string[]).includes(word))
  if (wrong !== undefined) return { wrong }
  return words.length === 0 ? MEASURES : (words as readonly MeasureName[])
}

/** A clause that says what is wrong, if it is no text of checks. */
function channelsOf(text = '[]'): readonly ChannelCheck[] | string {
  const list = parsed(text)
  if (!Array.isArray(list) || list.length > MOST_CHECKS)
    return `expected a JSON array of at most ${MOST_CHECKS} checks`
  const checks = list.map(checkOf)
  const wrong = checks.find((check) => typeof check === 'string')
  if (wrong !== undefined) return String(wrong)
  const all = checks.filter((check) => typeof check !== 'string')
  const tones = all.reduce((sum, { tone }) => sum + tone.length, 0)
  return tones > MOST_CHECKS ? `expected at most ${MOST_CHECKS} tones in all` : all
}

function checkOf(value: unknown): ChannelCheck | string {
  if (typeof value !== 'object' || value === null) return 'expected objects'
  const { tone = [], stream, channel = 0, thresh = -40, ...rest } = value as Record<string, unknown>
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) return `“${unknown}” is none of tone, stream, channel, thresh`
  if (!Array.isArray(tone) || !tone.every((hertz) => isBetween(hertz, 10, 20_000)))
    return 'expected tones from 10 to 20000 Hz'
  if (stream !== undefined && !(Number.isInteger(stream) && isBetween(stream, 0, 9_999)))
    return 'expected the index of a stream'
  if (!Number.isInteger(channel) || !isBetween(channel, 0, 63)) return 'expected a channel from 0 to 63'
  if (!isBetween(thresh, -200, 0)) return 'expected a thresh from -200 to 0 dBFS'
  return { tone, stream: stream as number | undefined, channel: channel as number, thresh }
}

function isBetween(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function invalid(key: string, explanation: string, metadata: Metadata): Invalid {
  return { refused: 'invalid', key, explanation, value: metadata[key] ?? '' }
}

/** Each tone decodes nothing more, but filters the sound twice. */
const MOST_CHECKS = 16
