/** Calculates with lists of intervals that are in order and do not overlap. Pure. */
import type { Interval } from './measures.ts'

/** What lies between them, from 0 to the end. */
export function complementOf(intervals: readonly Interval[], endS: number): readonly Interval[] {
  const starts = [0, ...intervals.map((interval) => interval.endS)]
  const ends = [...intervals.map(({ startS }) => startS), endS]
  return starts
    .map((startS, at) => ({ startS, endS: ends[at] ?? endS }))
    .filter(({ startS, endS: until }) => until > startS)
}

/** What is in both. */
export function commonOf(one: readonly Interval[], other: readonly Interval[]): readonly Interval[] {
  const common: Interval[] = []
  for (let a = 0, b = 0; a < one.length && b < other.length; ) {
    const [first, second] = [one[a], other[b]]
    if (!first || !second) break
    const startS = Math.max(first.startS, second.startS)
    const endS = Math.min(first.endS, second.endS)
    if (endS > startS) common.push({ startS, endS })
    if (first.endS < second.endS) a += 1
    else b += 1
  }
  return common
}

export function longerThan<Part extends Interval>(minS: number, intervals: readonly Part[]): readonly Part[] {
  return intervals.filter(({ startS, endS }) => endS - startS >= minS - ROUNDING_S)
}

/** Sums of times that ffmpeg prints with six digits. */
const ROUNDING_S = 1e-4
