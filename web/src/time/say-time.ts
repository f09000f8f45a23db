/** Formats times and durations. Pure; all times are milliseconds since 1970. */

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const UNITS = [
  [365 * DAY, 'year'],
  [30 * DAY, 'month'],
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
  [SECOND, 'second'],
] as const

/** `2 minutes ago`; `just now` below five seconds, and for a time in the future. */
export function ago(then: number, now: number): string {
  const past = now - then
  if (past < 5 * SECOND) return 'just now'
  const [length, name] = UNITS.find(([unit]) => past >= unit) ?? [SECOND, 'second']
  const count = Math.floor(past / length)
  return `${count} ${name}${count === 1 ? '' : 's'} ago`
}

/** `in 2 minutes`; `any moment now` below five seconds, and for a time in the past. */
export function ahead(then: number, now: number): string {
  const left = then - now
  if (left < 5 * SECOND) return 'any moment now'
  return `in ${ago(0, left).replace(/ ago$/, '')}`
}

/** `420 ms`, `12.4 s`, `3 min 05 s`, `2 h 10 min`, `4 d 3 h`. */
export function duration(ms: number): string {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < MINUTE) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ${two((ms % MINUTE) / SECOND)} s`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ${two((ms % HOUR) / MINUTE)} min`
  return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} h`
}

/** A running time in whole seconds: `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function elapsed(ms: number): string {
  return ms < MINUTE ? `${Math.max(0, Math.floor(ms / SECOND))} s` : duration(ms)
}

/** An estimate: `a few seconds`, `40 s`, `3 min`, `2 h 10 min`. Rounds up. */
export function roughly(ms: number): string {
  if (ms < 5 * SECOND) return 'a few seconds'
  if (ms < MINUTE) return `${Math.ceil(ms / (5 * SECOND)) * 5} s`
  if (ms < HOUR) return `${Math.ceil(ms / MINUTE)} min`
  return duration(ms)
}

/** `14 Mar 2026, 15:09:26`, in the browser’s language and time zone. */
export function absolute(time: number): string {
  return ABSOLUTE.format(time)
}

/** `15:09:26`. */
export function timeOfDay(time: number): string {
  return TIME_OF_DAY.format(time)
}

/**
 * Parses a time of the API, `2026-03-14T15:09:26.535+0000`; not every browser parses that offset (wire.md
 * §4.3).
 */
export function readTime(text: string): number {
  return Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0')
}

const ABSOLUTE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const TIME_OF_DAY = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
