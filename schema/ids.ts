/** Ids are numbers inside and `VX-12` at the edge. The site is two characters long because clients hard-code it (wire.md §1.4). */

const SITE = 'VX'

export type SiteId = `VX-${number}`

/** 12 → `VX-12`. */
export function siteId(serial: number): SiteId {
  return `${SITE}-${serial}` as SiteId
}

/** `VX-12` → 12; undefined for anything that is no id of this site, also when it is larger than any can be. The site is case-sensitive. */
export function serialOf(id: string): number | undefined {
  const serial = Number(/^VX-([1-9][0-9]{0,9})$/.exec(id)?.[1])
  return serial <= LARGEST_INTEGER ? serial : undefined
}

/** The largest number that a PostgreSQL integer holds. */
export const LARGEST_INTEGER = 2_147_483_647
