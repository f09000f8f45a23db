/**
 * Chooses timespans by an interval, and writes their bounds at another rate or from a start time code. Pure.
 */
import {
  boundFrom,
  compareTimes,
  rescaled,
  type TimeBase,
  type TimeCode,
  timeCodeText,
} from '../time-code.ts'

export interface Span {
  readonly start: string
  readonly end: string
}

export interface TimeView {
  /** `generic`: what holds for the whole item. An interval: what holds for a part of it. */
  readonly interval: 'all' | 'generic' | Span
  /** The rate to write times at, and its name. */
  readonly sampleRate?: { readonly name: string; readonly timeBase: TimeBase }
  /** The time code that the item begins with, to be added to its times. */
  readonly from?: TimeCode
}

export function isWithin(span: Span, { interval }: TimeView): boolean {
  if (interval === 'all') return true
  if (interval === 'generic') return span.start === '-INF' && span.end === '+INF'
  return isBefore(span.start, interval.end) && isBefore(interval.start, span.end)
}

/** A bound that is no time code is taken to be everywhere. */
function isBefore(one: string, other: string): boolean {
  const [left, right] = [boundFrom(one), boundFrom(other)]
  return left === undefined || right === undefined || compareTimes(left, right) <= 0
}

export function shifted({ start, end }: Span, view: TimeView): Span {
  return { start: shownTime(start, view), end: shownTime(end, view) }
}

/** Infinite bounds, and what is no time code, stay as they are. */
function shownTime(text: string, { sampleRate, from }: TimeView): string {
  const bound = boundFrom(text)
  if (bound === undefined || typeof bound === 'string') return text
  const moved = from ? sum(bound, from) : bound
  const shown = sampleRate && moved && rescaled(moved, sampleRate.timeBase)
  if (sampleRate && shown) return `${shown.samples}@${sampleRate.name}`
  return moved && moved !== bound ? timeCodeText(moved) : text
}

function sum(one: TimeCode, other: TimeCode): TimeCode | undefined {
  const same = rescaled(other, one.timeBase)
  return same && { samples: one.samples + same.samples, timeBase: one.timeBase }
}
