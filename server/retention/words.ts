/** What a run of retention has let go, in words for the log. Pure. */
import type { Gone } from './run.ts'

export function inWords(gone: Gone): string {
  const parts = [
    [gone.jobsDropped, 'jobs went with their month'],
    [gone.jobsDeleted, 'jobs were deleted'],
    [gone.jobsMoved, 'jobs stay although their month went'],
    [gone.rangesDropped, 'ranges of parts went'],
    [gone.rangesShrunk, 'ranges of parts shrank'],
    [gone.deliveriesDropped + gone.deliveriesDeleted, 'deliveries went'],
    [gone.auditDaysDropped, 'days of the audit went'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return `retention: ${said.length === 0 ? 'nothing was over' : said.join(', ')}`
}
