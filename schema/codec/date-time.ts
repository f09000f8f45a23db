/** Reads the dates and times that clients send, in documents and in query parameters (wire.md §4.3). */

const PATTERN =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(?:(Z)|([+\- ])(\d{2}):?(\d{2})?)?$/i

/**
 * Accepts ISO 8601 with `Z`, `+02:00`, `+0200`, `+02` or no zone (UTC), and a date alone (midnight UTC). A
 * space in place of the plus is accepted, because query strings decode `+` as a space. Digits beyond the
 * millisecond are dropped. Returns undefined for anything else, including 30 February and years after 9999.
 */
export function readDateTime(text: string): Date | undefined {
  const found = PATTERN.exec(text.trim())
  if (!found) return undefined
  const [, day, minute = '00:00', second = '00', fraction = '', , sign, hours = '0', minutes = '0'] = found
  const wall = `${day}T${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  if (!isRealDate(wall) || Number(minutes) > 59 || Math.abs(offset) > 14 * 60) return undefined
  const instant = new Date(Date.parse(wall) - offset * 60_000)
  return instant.toISOString().length === wall.length ? instant : undefined
}

// Date.parse turns 30 February into 1 March.
function isRealDate(wall: string): boolean {
  const time = Date.parse(wall)
  return !Number.isNaN(time) && new Date(time).toISOString() === wall
}
