/** Which jobs are selected for a bulk action. Pure. */

export interface Choice {
  /** True: every matching job except those in `apart`. False: only those in `apart`. */
  readonly all: boolean
  readonly apart: ReadonlySet<string>
}

export const NONE: Choice = { all: false, apart: new Set() }
export const ALL: Choice = { all: true, apart: new Set() }

export function isChosen({ all, apart }: Choice, jobId: string): boolean {
  return all !== apart.has(jobId)
}

export function choose({ all, apart }: Choice, jobIds: readonly string[], on: boolean): Choice {
  const next = new Set(apart)
  for (const jobId of jobIds) {
    if (on === all) next.delete(jobId)
    else next.add(jobId)
  }
  return { all, apart: next }
}

/** `hits`: how many jobs match. */
export function countOf({ all, apart }: Choice, hits: number): number {
  return all ? Math.max(0, hits - apart.size) : apart.size
}

/**
 * The jobs from one to the other, inclusive, in either order. `jobIds`: a part of the list that has both. A
 * job that has left the list since it was drawn ends no range, and only what is left of the two is returned.
 */
export function between(jobIds: readonly string[], one: string, other: string): readonly string[] {
  const ends = [jobIds.indexOf(one), jobIds.indexOf(other)]
  const [from, to] = [Math.min(...ends), Math.max(...ends)]
  return jobIds.filter((jobId, at) => (from < 0 ? jobId === one || jobId === other : at >= from && at <= to))
}
