import { siteId } from '../../../schema/ids.ts'
import type { Criteria } from '../../../schema/queries/jobs/criteria.ts'
import { noteChanged } from '../../../schema/queries/jobs/idempotency.ts'
import { type MatchedJob, matchJobs } from '../../../schema/queries/jobs/match-jobs.ts'
import { internalError } from '../../http/answer/internal-error.ts'
import type { BulkAction, BulkContext, BulkOutcome } from './bulk-actions.ts'
import type { BulkProgress } from './bulk-progress.ts'

/** What is to be done to which jobs. */
export interface BulkRun extends BulkProgress {
  readonly criteria: Criteria
  /** Only jobs after this id. */
  readonly after: number
  readonly action: BulkAction
  readonly change: (given: BulkContext, job: MatchedJob, action: BulkAction) => Promise<BulkOutcome>
}

export interface BulkResult {
  /** Ordered by id. */
  readonly outcomes: readonly BulkOutcome[]
  /** Why it ended before all jobs were looked at; undefined when it did not. */
  readonly stopped?: string
}

/**
 * Changes one job after the other, a few side by side, until all that match are or there are 10 000 outcomes. What has been
 * done is never lost: when the database is away, or the server stops, it ends and says so. Throws only what is thrown before
 * anything was done.
 */
export async function runBulk(given: BulkContext, wanted: BulkRun): Promise<BulkResult> {
  const outcomes: BulkOutcome[] = [...wanted.done].map(([id, done]) => ({ id, done }))
  let { after } = wanted
  const ended = (stopped?: string): BulkResult => ({
    outcomes: outcomes.toSorted((one, other) => one.id - other.id),
    ...(stopped !== undefined && { stopped: `${stopped}. ${notLookedAt(after)}` }),
  })
  try {
    for await (const some of groupsOf(given, wanted)) {
      if (given.changes.stopped) return ended('The server stops')
      const changed = await Promise.all(
        some.map((job) => wanted.change({ ...given, em: given.em.fork() }, job, wanted.action)),
      )
      outcomes.push(...changed)
      after = some.at(-1)?.id ?? after
      const away = changed.find((one) => 'away' in one)
      if (away) return ended(away.refused.explanation)
      await note(given, wanted, changed)
    }
    return ended()
  } catch (error) {
    if (outcomes.length === 0) throw error
    return ended(internalError(error, given.logged).explanation)
  }
}

function notLookedAt(after: number): string {
  return after === 0 ? 'No job was looked at' : `Jobs after ${siteId(after)} were not looked at`
}

/** The jobs that match and have not been changed yet, so many as are changed side by side. */
async function* groupsOf(
  { em }: BulkContext,
  { criteria, after: from, upTo, done }: BulkRun,
): AsyncGenerator<readonly MatchedJob[]> {
  let after = from
  for (let left = MOST_JOBS - done.size; left > 0; left -= BATCH) {
    const limit = Math.min(BATCH, left)
    const jobs = await matchJobs(em, criteria, { after, upTo, limit })
    const open = jobs.filter(({ id }) => !done.has(id))
    for (let at = 0; at < open.length; at += AT_ONCE) yield open.slice(at, at + AT_ONCE)
    const last = jobs.at(-1)
    if (!last || jobs.length < limit) return
    after = last.id
  }
}

/** A new job is noted with its creation. */
async function note({ em, user, once }: BulkContext, { action }: BulkRun, changed: readonly BulkOutcome[]) {
  if (!once || action.action === 're-run') return
  const ids = changed.flatMap((one) => ('done' in one ? [one.id] : []))
  await noteChanged(em, user.name, once, ids)
}

const MOST_JOBS = 10_000
/** Jobs that are looked up at a time, so that what is changed late in a call is what matches then. */
const BATCH = 200
/** Jobs that are changed side by side: few, because each takes a connection for its transaction. */
const AT_ONCE = 4
