/** Instants as clients write them, in documents and in query parameters. Source: wire.md §4.3. */

const FORM =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(?:(Z)|([+\- ])(\d{2}):?(\d{2})?)?$/i

/**
 * ISO 8601 with `Z`, `+02:00`, `+0200` or `+02`, without a zone (UTC), or a date alone (its midnight). A plus that a
 * query string turned into a space counts as a plus. Digits past the millisecond are dropped. Undefined for all else,
 * 30 February and years past 9999 included.
 */
export function readDateTime(text: string): Date | undefined {
  const found = FORM.exec(text.trim())
  if (!found) return undefined
  const [, day, minute = '00:00', second = '00', fraction = '', , sign, hours = '0', minutes = '0'] = found
  const wall = `${day}T${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
  const away = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  if (!stands(wall) || Number(minutes) > 59 || Math.abs(away) > 14 * 60) return undefined
  const instant = new Date(Date.parse(wall) - away * 60_000)
  return instant.toISOString().length === wall.length ? instant : undefined
}

// Date.parse takes 30 February for 1 March.
function stands(wall: string): boolean {
  const time = Date.parse(wall)
  return !Number.isNaN(time) && new Date(time).toISOString() === wall
}
