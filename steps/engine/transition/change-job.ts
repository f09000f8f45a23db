import type { EntityManager } from '@mikro-orm/postgresql'
import {
  freeJobsOf,
  type LockedJob,
  lockFreeJobs,
  lockJob,
} from '../../../schema/queries/transition/lock-job.ts'
import { writeChanges } from '../../../schema/queries/transition/write-change.ts'
import type { WrittenChange } from '../../../schema/queries/transition/written-change.ts'
import { retryConflicts } from '../../../schema/sql/conflict.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { execute, executeTogether, type Statement } from '../../../schema/sql/execute.ts'
import { commitWith } from '../../../schema/sql/transaction.ts'
import { eventsOf, type Publish } from '../runtime/events.ts'
import { applyChange, type Change } from './apply-change.ts'

/** Decides on a locked job what is to change; undefined leaves it as it is. May write rows of its own through `em`. */
export type DecideIn = (job: LockedJob, em: EntityManager) => Change | undefined | Promise<Change | undefined>

/** The same of what writes nothing of its own. */
export type Decide = (job: LockedJob) => Change | undefined

/**
 * The only writer of states. In one transaction: locks the job, asks what is to change, lets `settle` add what follows and
 * the tables allow it, and writes states, attempts, placements and history together. Answers what was written; undefined
 * when nothing was, or the job is final or unknown. A conflict with another transaction is tried again.
 */
export async function changeJob(
  database: Database,
  jobId: number,
  decide: DecideIn,
): Promise<WrittenChange | undefined> {
  return retryConflicts(() => database.em.fork().transactional((em) => changeJobIn(em, jobId, decide)))
}

/** The same, and publishes what happened once it is committed. */
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

/** The same inside a transaction that is already open. */
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

/**
 * Moves several jobs at once as the last of a transaction, and waits for nobody. Answers by job what was written, undefined for what is
 * to stay as it is; a job that is not in the answer has to be moved by itself, and may have a reason to fail. Statements that are to be
 * part of it may go along.
 */
export async function changeTogether(
  em: EntityManager,
  decisions: ReadonlyMap<number, Decide>,
  along: readonly Statement[] = [],
): Promise<ReadonlyMap<number, WrittenChange | undefined>> {
  const answers = await executeTogether(em, [...along, lockFreeJobs([...decisions.keys()])])
  const moves = applyEach(freeJobsOf(answers.at(-1) ?? []), decisions)
  const written = [...moves.values()].filter((change) => change !== undefined)
  await commitWith(em, written.length > 0 ? [writeChanges(written)] : [])
  return moves
}

/** What is wrong with one job keeps no other from moving: it is left out, and told of when that one is moved by itself. */
export function applyEach(
  jobs: readonly LockedJob[],
  decisions: ReadonlyMap<number, Decide>,
): ReadonlyMap<number, WrittenChange | undefined> {
  const answers = new Map<number, WrittenChange | undefined>()
  for (const job of jobs) {
    try {
      const change = decisions.get(job.id)?.(job)
      answers.set(job.id, change && applyChange(job, change))
    } catch {}
  }
  return answers
}
