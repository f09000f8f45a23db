/** Changes all jobs that match, by id, a few side by side. */
import { siteId } from '../../../schema/ids.ts'
import type { Criteria } from '../../../schema/queries/jobs/criteria.ts'
import { noteChanged } from '../../../schema/queries/jobs/idempotency.ts'
import { type MatchedJob, matchJobs } from '../../../schema/queries/jobs/match-jobs.ts'
import { internalError } from '../../http/answer/internal-error.ts'
import type { BulkProgress } from './bulk-progress.ts'
import { type BulkContext, type BulkOutcome, changeOne, type Request } from './change-one.ts'

/** What is done to which jobs. */
export interface BulkRun extends BulkProgress {
  readonly criteria: Criteria
  /** Only jobs after this id. */
  readonly after: number
  readonly request: Request
}

export interface BulkResult {
  /** By job id. */
  readonly outcomes: readonly BulkOutcome[]
  /** Why it ended before all jobs were processed; undefined when it did not. */
  readonly stopped?: string
}

/**
 * Ends after all matching jobs, or after 10 000 outcomes. When the database is away or the server stops, it
 * ends early and says so: what was done is never lost. Throws only what is thrown before anything was done.
 */
export async function runBulk(context: BulkContext, run: BulkRun): Promise<BulkResult> {
  const outcomes: BulkOutcome[] = [...run.done].map(([id, done]) => ({ id, done }))
  let { after } = run
  const ended = (stopped?: string): BulkResult => ({
    outcomes: outcomes.toSorted((one, other) => one.id - other.id),
    ...(stopped !== undefined && { stopped: `${stopped}. ${unprocessed(after)}` }),
  })
  try {
    for await (const some of groupsOf(context, run)) {
      if (context.changes.stopped) return ended('The server is stopping')
      const changed = await Promise.all(
        some.map((job) => changeOne({ ...context, em: context.em.fork() }, job, run.request)),
      )
      outcomes.push(...changed)
      after = some.at(-1)?.id ?? after
      const away = changed.find((one) => 'away' in one)
      if (away) return ended(away.refused.explanation)
      await note(context, run, changed)
    }
    return ended()
  } catch (error) {
    if (outcomes.length === 0) throw error
    return ended(internalError(error, context.logged).explanation)
  }
}

function unprocessed(after: number): string {
  return after === 0 ? 'No job was processed' : `Jobs after ${siteId(after)} were not processed`
}

/** The matching jobs that have not been changed yet, in groups that are changed side by side. */
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

/** Notes the changed jobs under the key of the request. A new job is noted when it is created. */
async function note({ em, user, once }: BulkContext, { request }: BulkRun, changed: readonly BulkOutcome[]) {
  if (!once || request.dryRun || request.action === 're-run') return
  const ids = changed.flatMap((one) => ('done' in one ? [one.id] : []))
  await noteChanged(em, user.name, once, ids)
}

const MOST_JOBS = 10_000
/** Jobs that are read at a time, so that jobs changed late in a call are those that match then. */
const BATCH = 200
/** Few, because each takes a connection for its transaction. */
const AT_ONCE = 4
