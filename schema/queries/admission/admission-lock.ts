/** The lock that lets one process admit at a time, and the counter that keeps a request from being lost. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { isBound } from '../../queue.ts'
import { execute, executeTogether, type Statement } from '../../sql/execute.ts'
import { type QueueRead, queueReadOf, queueSnapshot, readySteps } from './ready-steps.ts'
import { type Depth, noteAdmissionLock, WIDE } from './ready-steps-sql.ts'

/** The right to admit until the transaction ends, with the queue as it was read under the lock. */
export interface AdmissionLock extends QueueRead {
  /** Counts requests for an admission. A later value means that another was requested. */
  readonly requestCounter: number
}

/**
 * Takes the admission lock and reads the queue, locking the jobs of up to `steps` steps that are likely to
 * start; undefined when another process holds the lock. The queue is read by a separate statement, because
 * the snapshot of the statement that takes the lock is older than the lock. Both are sent together.
 */
export async function acquireAdmissionLock(
  em: EntityManager,
  depth: Depth,
  steps = 0,
): Promise<AdmissionLock | undefined> {
  const [locks = [], read = []] = await executeTogether(em, [
    [ACQUIRE, [ADMISSION_LOCK]],
    queueSnapshot(depth, steps),
  ])
  const [lock] = locks as { readonly request: string; readonly acquired: boolean }[]
  if (!lock?.acquired) return undefined
  const { snapshot, ...first } = queueReadOf(read)
  const isTooNarrow = isBound(snapshot.rules) && !depth.atRunning
  return {
    ...first,
    requestCounter: Number(lock.request),
    snapshot: isTooNarrow ? await readySteps(em, WIDE) : snapshot,
  }
}

/** Waits for the lock. Requests made meanwhile are not seen, so request an admission afterwards. */
export async function waitForAdmissionLock(em: EntityManager): Promise<void> {
  await execute(em, WAIT, [ADMISSION_LOCK])
}

/** Reads the counter, once the lock is released. */
export const REQUEST_COUNTER: Statement = [
  /* sql */ `select last_value as last from callsheet.admission_request`,
  [],
]

/** Whether an admission was requested since this counter value; `rows` answer `REQUEST_COUNTER`. */
export function requestedSince(counter: number, rows: readonly unknown[]): boolean {
  const [row] = rows as readonly { readonly last: string }[]
  return row !== undefined && Number(row.last) > counter
}

/** "ADMI" in ASCII; any number that is ours will do. */
const ADMISSION_LOCK = 0x41444d49

// The request is counted before the lock is tried, and the holder reads the counter after releasing the lock,
// so one of the two processes runs another round.
const ACQUIRE = /* sql */ `
with counted as materialized (select nextval('callsheet.admission_request') as request),
lock as materialized (select request, pg_try_advisory_xact_lock(?) as acquired from counted)
select request, acquired, ${noteAdmissionLock('acquired')} from lock`

const WAIT = /* sql */ `select pg_advisory_xact_lock(?)`
