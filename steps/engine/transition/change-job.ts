/** The only writer of job and step states. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { WrittenChange } from '../../../schema/queries/transition/change-rows.ts'
import {
  freeJobsOf,
  type LockedJob,
  lockFreeJobs,
  lockJob,
} from '../../../schema/queries/transition/lock-job.ts'
import { writeChanges } from '../../../schema/queries/transition/write-change.ts'
import { retryConflicts } from '../../../schema/sql/conflict.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { execute, executeTogether, type Statement } from '../../../schema/sql/execute.ts'
import { commitWith } from '../../../schema/sql/transaction.ts'
import { eventsOf, type Publish } from '../runtime/events.ts'
import { applyChange } from './apply-change.ts'
import type { Change } from './requested-change.ts'

/** Decides what to change in a locked job; undefined leaves it as it is. */
export type Decide = (job: LockedJob) => Change | undefined

/** The same, and may write rows of its own through `em`. */
export type DecideIn = (job: LockedJob, em: EntityManager) => Change | undefined | Promise<Change | undefined>

/**
 * Changes a job in one transaction: locks it, decides, adds the consequences as the tables allow, and writes
 * states, attempts, placements and history together. Answers what was written; undefined when nothing was, or
 * the job is final or unknown. A conflict with another transaction is retried.
 */
export async function changeJob(
  database: Database,
  jobId: number,
  decide: DecideIn,
): Promise<WrittenChange | undefined> {
  return retryConflicts(() => database.em.fork().transactional((em) => changeJobIn(em, jobId, decide)))
}

/** The same, and publishes what happened after the commit. */
export async function changeAndPublish(
  database: Database,
  publish: Publish,
  jobId: number,
  decide: DecideIn,
): Promise<WrittenChange | undefined> {
  const written = await changeJob(database, jobId, decide)
  if (written) publishChange(publish, written)
  return written
}

export function publishChange(publish: Publish, written: WrittenChange): void {
  for (const event of eventsOf(written)) publish(event)
}

/** The same inside an open transaction. */
export async function changeJobIn(
  em: EntityManager,
  jobId: number,
  decide: DecideIn,
): Promise<WrittenChange | undefined> {
  const job = await lockJob(em, jobId)
  const change = job && (await decide(job, em))
  if (!job || !change) return undefined
  const written = applyChange(job, change)
  await execute(em, ...writeChanges([written]))
  return written
}

/** What came of changing several jobs together. */
export interface ChangedTogether {
  /** By job: what was written, or undefined where nothing was to change. */
  readonly written: ReadonlyMap<number, WrittenChange | undefined>
  /** Jobs whose change was impossible, with the reason. */
  readonly failed: ReadonlyMap<number, unknown>
}

/**
 * Changes several jobs as the last act of a transaction, and waits for no lock. A job in neither answer is
 * locked elsewhere, final or unknown, and must be changed alone. The statements of `along` are part of the
 * transaction.
 */
export async function changeTogether(
  em: EntityManager,
  decisions: ReadonlyMap<number, Decide>,
  along: readonly Statement[] = [],
): Promise<ChangedTogether> {
  const changed = await decideTogether(em, decisions, along)
  await commitWith(em, writesOf(changed))
  return changed
}

/** The same up to the decision: the transaction has yet to be committed with what `writesOf` returns. */
export async function decideTogether(
  em: EntityManager,
  decisions: ReadonlyMap<number, Decide>,
  along: readonly Statement[] = [],
): Promise<ChangedTogether> {
  const answers = await executeTogether(em, [...along, lockFreeJobs([...decisions.keys()])])
  return applyEach(freeJobsOf(answers.at(-1) ?? []), decisions)
}

/** The statement that writes all changes; none if there are no changes. */
export function writesOf(changed: ChangedTogether): readonly Statement[] {
  const written = writtenIn(changed)
  return written.length > 0 ? [writeChanges(written)] : []
}

export function writtenIn({ written }: ChangedTogether): readonly WrittenChange[] {
  return [...written.values()].filter((change) => change !== undefined)
}

/** Applies each decision to its job. An impossible change of one job keeps no other from changing. Pure. */
export function applyEach(
  jobs: readonly LockedJob[],
  decisions: ReadonlyMap<number, Decide>,
): ChangedTogether {
  const written = new Map<number, WrittenChange | undefined>()
  const failed = new Map<number, unknown>()
  for (const job of jobs) {
    try {
      const change = decisions.get(job.id)?.(job)
      written.set(job.id, change && applyChange(job, change))
    } catch (error) {
      failed.set(job.id, error)
    }
  }
  return { written, failed }
}
