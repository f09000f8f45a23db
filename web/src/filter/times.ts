/** The choices of the creation-time filter. Pure; times are milliseconds since 1970. */

const HOUR = 3_600_000

export const TIMES = {
  hour: { word: 'Last hour', ms: HOUR },
  day: { word: 'Last 24 hours', ms: 24 * HOUR },
  week: { word: 'Last 7 days', ms: 7 * 24 * HOUR },
  month: { word: 'Last 30 days', ms: 30 * 24 * HOUR },
} as const
export type Time = keyof typeof TIMES

/** The value of `starttime-from`, rounded down to the minute so that repeated queries share a cache entry. */
export function startedFrom(time: Time, now: number): string {
  const from = now - TIMES[time].ms
  return new Date(Math.floor(from / 60_000) * 60_000).toISOString()
}
