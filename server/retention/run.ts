/** Lets go what is over: drops partitions, and deletes what no partition can take along. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { dropAuditDays } from '../../schema/queries/access/audit.ts'
import { atLength } from '../../schema/queries/retention/at-length.ts'
import { deleteExpired, type ExpiredJobs } from '../../schema/queries/retention/delete-expired.ts'
import { deleteDeliveries, dropDeliveryMonth } from '../../schema/queries/retention/drop-deliveries.ts'
import {
  deleteStrayParts,
  dropEmptyRanges,
  dropMonth,
  rangesToShrink,
  shrinkRange,
} from '../../schema/queries/retention/drop-jobs.ts'
import {
  databaseTime,
  lockRetention,
  storedDeliveries,
  storedJobs,
  storedMonths,
} from '../../schema/queries/retention/stored.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { clock } from '../../steps/engine/runtime/clock.ts'
import { deliveryMonthsToDrop, MOST_MOVED, type MonthToDrop, planOfDeliveries, planOfJobs } from './plan.ts'
import { daysOfTypes, type RetentionRules } from './rules.ts'

export interface RetentionContext {
  readonly fork: () => EntityManager
  readonly rules: RetentionRules
  /** Ends a run after the batch or partition that it is at. */
  readonly signal: AbortSignal
}

/** What a run has let go. */
export interface Gone {
  /** Jobs that went with their month, and those that were deleted one by one. */
  readonly jobsDropped: number
  readonly jobsDeleted: number
  /** Jobs that stay although their month was dropped. */
  readonly jobsMoved: number
  readonly rangesDropped: number
  readonly rangesShrunk: number
  readonly deliveriesDropped: number
  readonly deliveriesDeleted: number
  readonly auditDaysDropped: number
  /** Partitions that other statements held for too long. The next run comes back to them. */
  readonly postponed: readonly string[]
}

type Counts = { -readonly [K in keyof Gone]: Gone[K] extends number ? number : string[] }

/** One run; undefined if another one holds the lock. What a stopped run has done stays done. */
export async function runRetention(context: RetentionContext): Promise<Gone | undefined> {
  return transaction(context.fork(), async (lock) => {
    if (!(await lockRetention(lock))) return undefined
    const gone = nothing()
    await jobsGo(context, gone)
    await partsGo(context, gone)
    await deliveriesGo(context, gone)
    gone.auditDaysDropped = await dropAuditDays(context.fork(), context.rules.auditDays)
    return gone
  })
}

function nothing(): Counts {
  return {
    ...{ jobsDropped: 0, jobsDeleted: 0, jobsMoved: 0, rangesDropped: 0, rangesShrunk: 0 },
    ...{ deliveriesDropped: 0, deliveriesDeleted: 0, auditDaysDropped: 0, postponed: [] },
  }
}

async function jobsGo(context: RetentionContext, gone: Counts): Promise<void> {
  const { fork, rules, signal } = context
  const jobs = await atLength(fork(), (em) => storedJobs(em, daysOfTypes(rules)))
  const months = await storedMonths(fork(), 'job')
  const plan = planOfJobs({ jobs, months }, rules, await databaseTime(fork()))
  for (const one of plan.drop) await monthGoes(context, one, gone)
  for (const expired of plan.delete) gone.jobsDeleted += await deleteAll(fork, expired, signal)
}

async function monthGoes(
  context: RetentionContext,
  { month, staying }: MonthToDrop,
  gone: Counts,
): Promise<void> {
  const dropped = await insisting(context, `jobs of ${month}`, gone, () =>
    dropMonth(context.fork(), month, { types: staying, most: MOST_MOVED }),
  )
  gone.jobsDropped += dropped?.jobs ?? 0
  gone.jobsMoved += dropped?.moved ?? 0
}

async function deleteAll(
  fork: () => EntityManager,
  expired: ExpiredJobs,
  signal: AbortSignal,
): Promise<number> {
  let [count, after] = [0, 0]
  while (!signal.aborted) {
    const { deleted, last } = await deleteExpired(fork(), expired, { after, most: BATCH })
    count += deleted
    after = last
    if (deleted < BATCH) break
  }
  return count
}

async function partsGo(context: RetentionContext, gone: Counts): Promise<void> {
  const { fork } = context
  gone.rangesDropped += (await insisting(context, 'parts', gone, () => dropEmptyRanges(fork()))) ?? 0
  for (const first of await rangesToShrink(fork())) {
    const left = await insisting(context, `parts of jobs from ${first}`, gone, () =>
      shrinkRange(fork(), first),
    )
    if (left !== undefined) gone.rangesShrunk += 1
  }
  if (!context.signal.aborted) await deleteStrayParts(fork())
}

async function deliveriesGo(context: RetentionContext, gone: Counts): Promise<void> {
  const { fork, rules, signal } = context
  const { deliveryDays: days } = rules
  const now = await databaseTime(fork())
  const stored = await atLength(fork(), (em) => storedDeliveries(em, days))
  const fates = planOfDeliveries(stored, days, now)
  for (const month of deliveryMonthsToDrop(await storedMonths(fork(), 'delivery'), fates, now))
    gone.deliveriesDropped +=
      (await insisting(context, `deliveries of ${month}`, gone, () => dropDeliveryMonth(fork(), month))) ?? 0
  for (const { deliveries, how } of fates)
    while (how === 'delete' && days !== undefined && !signal.aborted) {
      const before = new Date(now.getTime() - days * 86_400_000)
      const aside = deliveries.month === null
      const deleted = await deleteDeliveries(fork(), { before, aside, most: BATCH })
      gone.deliveriesDeleted += deleted
      if (deleted < BATCH) break
    }
}

/** Tries again while other statements hold the tables; in between these run. */
async function insisting<T>(
  { signal }: RetentionContext,
  what: string,
  gone: Counts,
  work: () => Promise<T>,
): Promise<T | undefined> {
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isHeld(error)) throw error
      if (tries >= MOST_TRIES) break
      await clock.sleep(RETRY_MS * tries, signal)
    }
  }
  gone.postponed.push(what)
  return undefined
}

/** Held for long, a deadlock, or more jobs to move than expected. */
function isHeld(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown }
  return code === '55P03' || code === '40P01' || code === '54000'
}

/** A batch takes about a tenth of a second. */
const BATCH = 500
const RETRY_MS = 200
const MOST_TRIES = 8
