/** Converts between the numeric ids of the database and the site ids of the API, such as `VX-12`. */

// Two characters, because clients hard-code the length of the site (wire.md §1.4).
const SITE = 'VX'

export type SiteId = `VX-${number}`

/** 12 → `VX-12`. */
export function siteId(serial: number): SiteId {
  return `${SITE}-${serial}` as SiteId
}

/**
 * `VX-12` → 12; undefined for anything that is not a possible id of this site. The site is case-sensitive.
 */
export function serialOf(id: string): number | undefined {
  const serial = Number(/^VX-([1-9][0-9]{0,9})$/.exec(id)?.[1])
  return serial <= LARGEST_INTEGER ? serial : undefined
}

/** The job that a word of a search names: `VX-12` in any case, or the number alone. */
export function serialNamed(word: string): number | undefined {
  return serialOf(/^\d+$/.test(word) ? `${SITE}-${word}` : word.toUpperCase())
}

/** The largest value of a PostgreSQL `integer`. */
export const LARGEST_INTEGER = 2_147_483_647
