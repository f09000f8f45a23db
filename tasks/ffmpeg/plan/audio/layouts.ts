/** How the channels of an audio stream become those of a rendition. Pure. */

/** What ffmpeg is told, and which channels come of it. */
export interface Mixed {
  readonly filters: readonly string[]
  readonly channels: number
  /** Undefined if it stays as it is. */
  readonly layout?: string
  readonly change?: string
}

interface Channels {
  readonly channels: number
  readonly layout?: string
}

/**
 * `most`: the number of channels that the rendition may have; undefined if all are kept, whatever they are
 * called. Down to two channels, ffmpeg mixes its standard layouts; it refuses all others.
 */
export function mixed({ channels, layout }: Channels, most: number | undefined): Mixed {
  if (most === undefined) return { filters: [], channels, ...(layout !== undefined && { layout }) }
  if (channels === 1) return mono(layout)
  if (channels === 2) return two(layout)
  return many(channels, layout, most)
}

/** The same in a layout that the preset says. */
export function laidOut(mix: Mixed, layout: keyof typeof CHANNELS): Mixed {
  if (mix.layout === layout) return mix
  // swresample refuses layouts that it does not know by name.
  const isKnown = mix.layout !== undefined && STANDARD.test(mix.layout)
  const guessed = DEFAULTS[mix.channels] ?? (mix.channels === 1 ? 'mono' : 'stereo')
  return {
    filters: [
      ...mix.filters,
      ...(isKnown ? [] : [`aformat=channel_layouts=${guessed}`]),
      `aformat=channel_layouts=${layout}`,
    ],
    ...{ channels: CHANNELS[layout], layout },
    change: [mix.change, `in ${layout}`].filter((word) => word !== undefined).join(', '),
  }
}

const CHANNELS = { mono: 1, stereo: 2, '5.1': 6, '7.1': 8 } as const

/** swresample would lower a single left or right channel by 3 dB. */
function mono(layout: string | undefined): Mixed {
  if (layout === undefined || layout === 'mono') return { filters: [], channels: 1, layout: 'mono' }
  return {
    filters: ['channelmap=map=0:channel_layout=mono'],
    channels: 1,
    layout: 'mono',
    change: `${namesIn(layout)[0]} becomes mono`,
  }
}

function two(layout: string | undefined): Mixed {
  if (layout === 'stereo') return { filters: [], channels: 2, layout: 'stereo' }
  const names = namesIn(layout)
  const [, right] = names
  if (right === 'LFE' || right === 'LFE2')
    return { ...picked(0, 0), change: `${names[0]} on both sides, without ${right}` }
  return picked(0, 1, layout === undefined ? undefined : `${names.join(' and ')} become left and right`)
}

function many(channels: number, layout: string | undefined, most: number): Mixed {
  const target = most === 1 ? 'mono' : 'stereo'
  const isKept = channels <= most && layout !== undefined && STANDARD.test(layout)
  if (isKept) return { filters: [], channels, layout }
  if (layout?.startsWith('ambisonic'))
    return { filters: [AMBISONICS], channels: 2, layout: 'stereo', change: 'ambisonics become stereo' }
  const guessed = layout ?? DEFAULTS[channels]
  if (guessed === undefined) return picked(0, 1, `the first two of ${channels} channels`)
  const change = `${layout ?? `${channels} channels, taken as ${guessed},`} mixed down to ${target}`
  if (!STANDARD.test(guessed)) return { ...custom(namesIn(guessed)), change }
  const named = layout === undefined ? [`aformat=channel_layouts=${guessed}`] : []
  return {
    filters: [...named, `aformat=channel_layouts=${target}`],
    channels: most === 1 ? 1 : 2,
    layout: target,
    change,
  }
}

/** Two channels as left and right. Unlike pan, it takes any layout. */
function picked(left: number, right: number, change?: string): Mixed {
  const filters = [`channelmap=map=${left}-FL|${right}-FR:channel_layout=stereo`]
  return { filters, channels: 2, layout: 'stereo', ...(change !== undefined && { change }) }
}

/** −3 dB: two of them are as loud as one. */
const HALF = Math.SQRT1_2.toFixed(3)

/** Each channel on its side, those of neither on both; without low frequencies, as in every downmix. */
function custom(names: readonly string[]): Mixed {
  const on = (side: 'L' | 'R') =>
    names
      .map((name, at) => ({ name, at }))
      .filter(({ name }) => !name.startsWith('LFE') && sideOf(name) !== (side === 'L' ? 'R' : 'L'))
      .map(({ name, at }) => `${name === `F${side}` ? 1 : HALF}*c${at}`)
      .join('+')
  // “<” keeps the sum of the factors at 1.
  const [left, right] = [on('L'), on('R')]
  if (left === '' || right === '') return picked(0, 1)
  return { filters: [`pan=stereo|c0<${left}|c1<${right}`], channels: 2, layout: 'stereo' }
}

/** Of FL, BR, SL, TFL, FLC, WR, SDR …: the side; undefined in the middle. */
function sideOf(name: string): 'L' | 'R' | undefined {
  const side = /^(?:[FBSWT]|TF|TB|TS|BF|SS|SD|D|SSL)?([LR])C?$/.exec(name)?.[1]
  return side === 'L' || side === 'R' ? side : undefined
}

/** `2 channels (FL+LFE)`, `FL+LFE`, `5.1`. */
function namesIn(layout: string | undefined): readonly string[] {
  return (/\((.*\+.*|[A-Z0-9]+)\)$/.exec(layout ?? '')?.[1] ?? layout ?? '').split('+')
}

/** Two cardioids to the left and the right, of the channels W and Y. */
const AMBISONICS = 'pan=stereo|c0=0.5*c0+0.5*c1|c1=0.5*c0-0.5*c1'

/** ffmpeg's standard layouts, all of which swresample mixes down. */
const STANDARD =
  /^(mono|stereo|[2-9]\.[0-9](\.\d)?(\((back|side|front|wide|wide-side)\))?|quad(\(side\))?|hexagonal|octagonal|hexadecagonal|cube|22\.2)$/

/** What ffmpeg takes channels without a layout for. */
const DEFAULTS: Readonly<Record<number, string>> = {
  3: '2.1',
  4: '4.0',
  5: '5.0',
  6: '5.1',
  7: '6.1',
  8: '7.1',
}
