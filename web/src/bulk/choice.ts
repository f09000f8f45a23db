/** Which jobs are chosen for something that is done to many. Pure. */

export interface Choice {
  /** Every job that matches the filters, but for `apart`; otherwise only `apart`. */
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

/** Those between two jobs, both included, whichever is newer: ids grow, whatever has come in above them in the list. */
export function between(jobIds: readonly string[], one: string, other: string): readonly string[] {
  const ends = [serial(one), serial(other)]
  const [from, to] = [Math.min(...ends), Math.max(...ends)]
  return jobIds.filter((jobId) => serial(jobId) >= from && serial(jobId) <= to)
}

function serial(jobId: string): number {
  return Number(/\d+$/.exec(jobId)?.[0])
}
