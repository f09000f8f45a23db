/** Changes all jobs that match, by id: together where the action allows it, otherwise a few side by side. */
import { siteId } from '../../../schema/ids.ts'
import type { Criteria } from '../../../schema/queries/jobs/criteria.ts'
import { noteChanged } from '../../../schema/queries/jobs/idempotency.ts'
import { type MatchedJob, matchJobs } from '../../../schema/queries/jobs/match-jobs.ts'
import { internalError } from '../../http/answer/internal-error.ts'
import type { BulkProgress } from './bulk-progress.ts'
import { type BulkContext, type BulkOutcome, changeOne, type Request } from './change-one.ts'
import { changeTogether } from './change-together.ts'

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
    ...(stopped !== undefined && {
      stopped: `${stopped}. ${unprocessed(after, outcomes.slice(run.done.size))}`,
    }),
  })
  if (context.changes.stopped) return ended('The server is stopping')
  try {
    for await (const part of changedParts(context, run)) {
      outcomes.push(...part.outcomes)
      after = part.upTo ?? after
      const away = part.outcomes.find((one) => 'away' in one)
      if (away) return ended(away.refused.explanation)
      if (!part.isNoted) await note(context, run, part.outcomes)
      // Not in the middle of a batch: continued after its gap, the call would change jobs beyond it again.
      if (part.upTo !== undefined && context.changes.stopped) return ended('The server is stopping')
    }
    return ended()
  } catch (error) {
    if (outcomes.length === 0) throw error
    return ended(internalError(error, context.logged).explanation)
  }
}

function unprocessed(after: number, outcomes: readonly BulkOutcome[]): string {
  if (after === 0 && outcomes.length === 0) return 'No job was processed'
  const isAnyLater = outcomes.some(({ id }) => id > after)
  return `Jobs after ${siteId(after)} were not processed${isAnyLater ? ', except those listed' : ''}`
}

/** Jobs that were changed or refused. */
interface Part {
  readonly outcomes: readonly BulkOutcome[]
  /** The last job up to which all have been processed; undefined if there are gaps. */
  readonly upTo?: number | undefined
  /** Whether the changed jobs are noted under the key of the request already. */
  readonly isNoted: boolean
}

/** Changes one batch after the other, and a part of it whenever the next one is asked for. */
async function* changedParts(context: BulkContext, run: BulkRun): AsyncGenerator<Part> {
  for await (const batch of batchesOf(context, run)) {
    const settled = await changeTogether(context, batch, run.request)
    const known = new Set(settled.map(({ id }) => id))
    const left = batch.filter(({ id }) => !known.has(id))
    if (settled.length > 0)
      yield { outcomes: settled, upTo: left.length === 0 ? batch.at(-1)?.id : undefined, isNoted: true }
    for (let at = 0; at < left.length; at += AT_ONCE) {
      const some = left.slice(at, at + AT_ONCE)
      const outcomes = await Promise.all(
        some.map((job) => changeOne({ ...context, em: context.em.fork() }, job, run.request)),
      )
      const upTo = at + AT_ONCE < left.length ? some.at(-1)?.id : batch.at(-1)?.id
      yield { outcomes, upTo, isNoted: false }
    }
  }
}

/** The matching jobs that have not been changed yet, in batches. */
async function* batchesOf(
  { em }: BulkContext,
  { criteria, after: from, upTo, done }: BulkRun,
): AsyncGenerator<readonly MatchedJob[]> {
  let after = from
  for (let left = MOST_JOBS - done.size; left > 0; left -= BATCH) {
    const limit = Math.min(BATCH, left)
    const jobs = await matchJobs(em, criteria, { after, upTo, limit })
    yield jobs.filter(({ id }) => !done.has(id))
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
