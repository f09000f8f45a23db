/** Names the known values when one is missing or unknown: the nearest first, and not too many. Pure. */

/** `one of lowres, hevc … and 3 more`; a single name alone. */
export function oneOfNearest(known: readonly string[], name?: string): string {
  return known.length === 1 ? known.join() : `one of ${listNearest(known, name)}`
}

/** `lowres, hevc … and 3 more`. `name`: the unknown one; without it the order is that of `known`. */
export function listNearest(known: readonly string[], name?: string): string {
  const sorted = name === undefined ? known : nearestFirst(known, name.slice(0, LONGEST))
  const more = known.length - MOST_SHOWN
  return `${sorted.slice(0, MOST_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** The known value that an unknown one was probably meant to be; undefined if none is that near. */
export function nearest(known: readonly string[], name: string): string | undefined {
  if (name.length > LONGEST) return undefined
  const [first] = nearestFirst(known, name)
  return first !== undefined && distanceOf(first, name) <= Math.max(1, first.length * MOST_MISTYPED)
    ? first
    : undefined
}

/** The share of a name that can be mistyped. */
const MOST_MISTYPED = 0.3
const MOST_SHOWN = 10
/** Characters that are compared. A longer name resembles none. */
const LONGEST = 64

/** By edit distance, ignoring case. Equally near names keep their order. */
function nearestFirst(known: readonly string[], name: string): readonly string[] {
  return known
    .map((one) => ({ one, distance: distanceOf(one, name) }))
    .toSorted((left, right) => left.distance - right.distance)
    .map(({ one }) => one)
}

function distanceOf(one: string, other: string): number {
  return editDistance(one.toLowerCase(), other.toLowerCase())
}

/** Levenshtein: the fewest characters to insert, delete or replace. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [index, character] of [...one].entries()) {
    const above = row
    row = [index + 1]
    for (let at = 0; at < other.length; at += 1) {
      const replaced = (above[at] ?? 0) + (character === other[at] ? 0 : 1)
      row.push(Math.min(replaced, (above[at + 1] ?? 0) + 1, (row[at] ?? 0) + 1))
    }
  }
  return row.at(-1) ?? 0
}
