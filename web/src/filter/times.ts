/** How far back a search for jobs goes. Pure; times are milliseconds since 1970. */

const HOUR = 3_600_000

export const TIMES = {
  hour: { word: 'Last hour', ms: HOUR },
  day: { word: 'Last 24 hours', ms: 24 * HOUR },
  week: { word: 'Last 7 days', ms: 7 * 24 * HOUR },
  month: { word: 'Last 30 days', ms: 30 * 24 * HOUR },
} as const
export type Time = keyof typeof TIMES

/** To the whole minute, so that asking again soon is the same question. As `starttime-from` takes it. */
export function startedFrom(time: Time, now: number): string {
  const from = now - TIMES[time].ms
  return new Date(Math.floor(from / 60_000) * 60_000).toISOString()
}
