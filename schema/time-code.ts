/** Reads, writes and converts time codes: `62@25`, seconds, `01:00:00:00` (wire-media.md §0.4). */

/** How long a sample takes, in seconds, as a fraction: 1001/30000 for a frame of NTSC. */
export interface TimeBase {
  readonly numerator: number
  readonly denominator: number
}

/** A time as a number of samples, from zero. */
export interface TimeCode {
  readonly samples: number
  readonly timeBase: TimeBase
}

/** The end of an interval that is open at that end. */
export type Infinite = '-INF' | '+INF'

export const PAL: TimeBase = { numerator: 1, denominator: 25 }
export const MILLISECONDS: TimeBase = { numerator: 1, denominator: 1_000 }
export const MICROSECONDS: TimeBase = { numerator: 1, denominator: 1_000_000 }

const NAMED: Readonly<Record<string, TimeBase>> = {
  PAL,
  NTSC: { numerator: 1_001, denominator: 30_000 },
  NTSC30: { numerator: 1, denominator: 30 },
}

/**
 * Reads a time code. `00:00:01:00` needs the rate of its frames, `frame`, and `;` before the frames makes it
 * drop-frame. Undefined if the text is no time code, or none of that rate. Pure.
 */
export function timeCodeFrom(text: string, frame?: TimeBase): TimeCode | undefined {
  const seconds = /^(-?\d{1,9})(?:\.(\d{1,6}))?$/.exec(text)
  if (seconds) return fromDecimal(seconds[1] ?? '', seconds[2] ?? '')
  const [, samples, base = ''] = /^(-?\d{1,15})@(PAL|NTSC|NTSC30|\d{1,9}(?::\d{1,9})?)$/.exec(text) ?? []
  const timeBase = timeBaseFrom(base)
  if (samples !== undefined) return timeBase && { samples: Number(samples), timeBase }
  const frames = frame && framesFrom(text, frame)
  return frames === undefined || !frame ? undefined : { samples: frames, timeBase: frame }
}

/** `PAL`, `25` or `30000:1001`: samples, then seconds. Undefined for a rate of zero. Pure. */
export function timeBaseFrom(text: string): TimeBase | undefined {
  if (Object.hasOwn(NAMED, text)) return NAMED[text]
  const [, per = '', time = '1'] = /^(\d{1,9})(?::(\d{1,9}))?$/.exec(text) ?? []
  const timeBase = { numerator: Number(time), denominator: Number(per) }
  return timeBase.numerator > 0 && timeBase.denominator > 0 ? timeBase : undefined
}

/** The end of an interval: a time code, or `-INF` or `+INF`. Pure. */
export function boundFrom(text: string, frame?: TimeBase): TimeCode | Infinite | undefined {
  return text === '-INF' || text === '+INF' ? text : timeCodeFrom(text, frame)
}

/** `62@25`, `30@30000:1001`; a time base that has a name is written by its numbers, too. Pure. */
export function timeCodeText({ samples, timeBase: { numerator, denominator } }: TimeCode): string {
  return `${samples}@${denominator}${numerator === 1 ? '' : `:${numerator}`}`
}

/**
 * The same time in another time base, exactly where it is a whole number of samples there. Between two
 * samples it is rounded: by default to the nearest, half up. Undefined beyond what a number holds exactly.
 */
export function rescaled(
  { samples, timeBase }: TimeCode,
  to: TimeBase,
  round: 'nearest' | 'down' | 'up' = 'nearest',
): TimeCode | undefined {
  const dividend = BigInt(samples) * BigInt(timeBase.numerator) * BigInt(to.denominator)
  const divisor = BigInt(timeBase.denominator) * BigInt(to.numerator)
  const whole = Number(ROUNDED[round](dividend, divisor))
  return Number.isSafeInteger(whole) ? { samples: whole, timeBase: to } : undefined
}

/** Negative if the first is earlier, 0 for the same time in whatever time base. Exact. Pure. */
export function compareTimes(one: TimeCode | Infinite, other: TimeCode | Infinite): number {
  if (typeof one === 'string' || typeof other === 'string') return sideOf(one) - sideOf(other)
  const product = (a: TimeCode, b: TimeCode) =>
    BigInt(a.samples) * BigInt(a.timeBase.numerator) * BigInt(b.timeBase.denominator)
  const difference = product(one, other) - product(other, one)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function secondsOf({ samples, timeBase: { numerator, denominator } }: TimeCode): number {
  return (samples * numerator) / denominator
}

/** The nearest time code of a number of seconds, by default in milliseconds. Pure. */
export function atSeconds(seconds: number, timeBase: TimeBase = MILLISECONDS): TimeCode {
  return { samples: Math.round((seconds * timeBase.denominator) / timeBase.numerator), timeBase }
}

/**
 * The number of frames from `00:00:00:00` to `01:00:00:00`, or `;00` for drop-frame. Undefined if there is no
 * such time code at that rate: drop-frame counts 29.97 and 59.94 frames per second only. Pure.
 */
export function framesFrom(text: string, frame: TimeBase): number | undefined {
  const [, hh, mm, ss, sign, ff] = /^(\d\d):([0-5]\d):([0-5]\d)([:;.])(\d\d)$/.exec(text) ?? []
  const rate = nominalRate(frame)
  const [minutes, seconds, frames] = [Number(hh) * 60 + Number(mm), Number(ss), Number(ff)]
  if (hh === undefined || Number(hh) > 23 || frames >= rate) return undefined
  const count = (minutes * 60 + seconds) * rate + frames
  if (sign === ':') return count
  const dropped = droppedPerMinute(frame)
  if (dropped === undefined) return undefined
  const isDropped = seconds === 0 && minutes % 10 !== 0 && frames < dropped
  return isDropped ? undefined : count - dropped * (minutes - Math.floor(minutes / 10))
}

/** The time code of a number of frames, counted from `00:00:00:00`; after a day it begins again. Pure. */
export function framesText(frames: number, frame: TimeBase, isDrop = false): string {
  const rate = nominalRate(frame)
  const dropped = isDrop ? (droppedPerMinute(frame) ?? 0) : 0
  const day = 24 * 6 * (rate * 600 - dropped * 9)
  const shown = withDropped(((frames % day) + day) % day, rate, dropped)
  const [seconds, ff] = [Math.floor(shown / rate), shown % rate]
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${parts.map(twoDigits).join(':')}${dropped > 0 ? ';' : ':'}${twoDigits(ff)}`
}

/** Frames per second as time codes count them: 30 for 29.97. */
export function nominalRate({ numerator, denominator }: TimeBase): number {
  return Math.max(1, Math.ceil(denominator / numerator))
}

/** The numbers that drop-frame leaves out at the start of nine minutes of ten; undefined if it has none. */
function droppedPerMinute({ numerator, denominator }: TimeBase): number | undefined {
  const rate = denominator / numerator
  const times = Math.round(rate / 29.97)
  const isNtsc = times >= 1 && times <= 4 && Math.abs(rate / times - 29.97) < 0.01
  return isNtsc ? 2 * times : undefined
}

/** Counts the numbers that were left out up to a frame. */
function withDropped(frames: number, rate: number, dropped: number): number {
  const perMinute = rate * 60 - dropped
  const perTen = rate * 600 - dropped * 9
  const rest = frames % perTen
  const minutes = rest < dropped ? 0 : Math.floor((rest - dropped) / perMinute)
  return frames + dropped * (9 * Math.floor(frames / perTen) + minutes)
}

function fromDecimal(whole: string, fraction: string): TimeCode {
  return {
    samples: Number(`${whole}${fraction}`),
    timeBase: { numerator: 1, denominator: 10 ** fraction.length },
  }
}

/** By how a division that leaves a remainder is rounded; the divisor is positive. */
const ROUNDED = {
  down: floorDivided,
  up: (dividend: bigint, divisor: bigint) => -floorDivided(-dividend, divisor),
  nearest: (dividend: bigint, divisor: bigint) => floorDivided(2n * dividend + divisor, 2n * divisor),
}

function floorDivided(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  return dividend % divisor < 0n ? quotient - 1n : quotient
}

function sideOf(bound: TimeCode | Infinite): number {
  if (bound === '-INF') return -1
  return bound === '+INF' ? 1 : 0
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
