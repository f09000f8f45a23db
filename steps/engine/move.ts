import type { EntityManager } from '@mikro-orm/postgresql'
import { throughConflicts } from '../../schema/conflict.ts'
import type { Database } from '../../schema/database.ts'
import { type LockedJob, lockJob } from '../../schema/queries/lock-job.ts'
import { writeChange } from '../../schema/queries/write-change.ts'
import type { WrittenChange } from '../../schema/queries/written-change.ts'
import { eventsOf, type Publish } from './events.ts'
import { type Change, settle } from './settle.ts'

/** Decides on a locked job what is to change; undefined leaves it as it is. May write rows of its own through `em`. */
export type Decide = (job: LockedJob, em: EntityManager) => Change | undefined | Promise<Change | undefined>

/**
 * The only writer of states. In one transaction: locks the job, asks what is to change, lets `settle` add what follows and
 * the tables allow it, and writes states, attempts, placements and history together. Answers what was written; undefined
 * when nothing was, or the job is final or unknown. A conflict with another transaction is tried again.
 */
export async function move(
  database: Database,
  jobId: number,
  decide: Decide,
): Promise<WrittenChange | undefined> {
  return throughConflicts(() => database.em.fork().transactional((em) => moveIn(em, jobId, decide)))
}

/** The same, and publishes what happened once it is committed. */
export async function moveAndTell(
  database: Database,
  publish: Publish,
  jobId: number,
  decide: Decide,
): Promise<WrittenChange | undefined> {
  const written = await move(database, jobId, decide)
  if (written) for (const event of eventsOf(written)) publish(event)
  return written
}

/** The same inside a transaction that is already open. */
export async function moveIn(
  em: EntityManager,
  jobId: number,
  decide: Decide,
): Promise<WrittenChange | undefined> {
  const job = await lockJob(em, jobId)
  const change = job && (await decide(job, em))
  if (!job || !change) return undefined
  const written = settle(job, change)
  const moved = await writeChange(em, written)
  if (moved !== written.steps.length + 1)
    throw new Error(`job ${jobId}: ${moved} states moved, expected ${written.steps.length + 1}`)
  return written
}
