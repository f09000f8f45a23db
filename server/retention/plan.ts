/** Decides which jobs and deliveries go now, how, and when the next ones do. Pure. */
import type { ExpiredJobs } from '../../schema/queries/retention/delete-expired.ts'
import type { StoredDeliveries, StoredJobs, StoredMonth } from '../../schema/queries/retention/stored.ts'
import { daysOfType, type RetentionRules } from './rules.ts'

/** What is stored. */
export interface Stored {
  readonly jobs: readonly StoredJobs[]
  /** The months of jobs. */
  readonly months: readonly StoredMonth[]
}

/** A month whose partition goes. */
export interface MonthToDrop {
  readonly month: string
  /** The types whose jobs stay, as the kept ones do. */
  readonly staying: readonly string[]
}

/** What becomes of the jobs of one type in one month. */
export interface Fate {
  readonly jobs: StoredJobs
  /** How many go now. */
  readonly going: number
  /** When the next of them go, if none is going now; undefined: never. */
  readonly next: Date | undefined
}

export interface JobPlan {
  readonly fates: readonly Fate[]
  readonly drop: readonly MonthToDrop[]
  readonly delete: readonly ExpiredJobs[]
}

/**
 * Jobs go with their month when its last day is as many days ago as they are kept. If few stay, these are
 * moved and the partition of the month goes; otherwise those that go are deleted. Jobs that are kept for less
 * than a month, and those that are stored in no month, are deleted on their day.
 */
export function planOfJobs({ jobs, months }: Stored, rules: RetentionRules, now: Date): JobPlan {
  const fates = jobs.map((stored) => fateOf(stored, rules, now))
  const ofMonth = Map.groupBy(fates, (fate) => fate.jobs.month)
  const ended = months.map(({ month }) => month).filter((month) => isMonthOver(month, 1, now))
  const drop = ended.flatMap((month) => dropping(month, ofMonth.get(month) ?? [], rules, now) ?? [])
  const dropped = new Set(drop.map(({ month }) => month))
  return {
    fates,
    drop,
    delete: fates
      .filter(({ jobs: { month }, going }) => going > 0 && !(month !== null && dropped.has(month)))
      .map(({ jobs: stored }) => deleting(stored, rules, now)),
  }
}

function fateOf(jobs: StoredJobs, rules: RetentionRules, now: Date): Fate {
  const days = daysOfType(rules, jobs.type)
  if (days === undefined || jobs.oldestNotKept === null) return { jobs, going: 0, next: undefined }
  const byMonth = goesWithMonth(jobs, days)
  const over = byMonth ? isMonthOver(byMonth, days, now) : jobs.expired > 0
  const next = after(byMonth ? endOf(byMonth) : new Date(jobs.oldestNotKept), days)
  if (!over) return { jobs, going: 0, next }
  return { jobs, going: byMonth ? jobs.jobs - jobs.kept : jobs.expired, next: undefined }
}

/** The month that the jobs go with; undefined if each goes on its own day. */
function goesWithMonth({ month }: Pick<StoredJobs, 'month'>, days: number): string | undefined {
  return month !== null && days >= LONGEST_MONTH_DAYS ? month : undefined
}

function dropping(
  month: string,
  fates: readonly Fate[],
  rules: RetentionRules,
  now: Date,
): MonthToDrop | undefined {
  const isOver = ({ jobs: { type } }: Fate) => isMonthOver(month, daysOfType(rules, type), now)
  const staying = fates.filter((fate) => !isOver(fate))
  const all = sum(fates.map(({ jobs }) => jobs.jobs))
  const moved = sum(fates.map((fate) => (isOver(fate) ? fate.jobs.kept : fate.jobs.jobs)))
  // A month of which nothing but kept jobs is left goes too, so that its partition does not stay for ever.
  const isWorthIt = moved * FEW <= all - moved || staying.length === 0
  if (moved > MOST_MOVED || !isWorthIt) return undefined
  return { month, staying: staying.map(({ jobs }) => jobs.type) }
}

function isMonthOver(month: string, days: number | undefined, now: Date): boolean {
  return days !== undefined && after(endOf(month), days) <= now
}

function deleting(jobs: StoredJobs, rules: RetentionRules, now: Date): ExpiredJobs {
  const { type, month } = jobs
  const days = daysOfType(rules, type) ?? 0
  const byMonth = goesWithMonth(jobs, days)
  const aside = month === null
  if (byMonth) return { type, from: startOf(byMonth), before: endOf(byMonth), aside }
  const before = after(now, -days)
  if (month === null) return { type, before, aside }
  const earlier = Math.min(before.getTime(), endOf(month).getTime())
  return { type, from: startOf(month), before: new Date(earlier), aside }
}

/** How the deliveries of a month, or those that are stored in no month, go. */
export type DeliveryFate = {
  readonly deliveries: StoredDeliveries
  readonly going: number
  readonly next: Date | undefined
  readonly how: 'drop' | 'delete' | 'stay'
}

/** As jobs, but none is kept. */
export function planOfDeliveries(
  stored: readonly StoredDeliveries[],
  days: number | undefined,
  now: Date,
): readonly DeliveryFate[] {
  return stored.map((deliveries): DeliveryFate => {
    if (days === undefined) return { deliveries, going: 0, next: undefined, how: 'stay' }
    const { month, expired, oldest } = deliveries
    if (month !== null && isMonthOver(month, days, now))
      return { deliveries, going: deliveries.deliveries, next: undefined, how: 'drop' }
    const byMonth = goesWithMonth({ month }, days)
    if (!byMonth && expired > 0) return { deliveries, going: expired, next: undefined, how: 'delete' }
    return {
      deliveries,
      going: 0,
      next: after(byMonth ? endOf(byMonth) : new Date(oldest), days),
      how: 'stay',
    }
  })
}

/** The months that are over and hold no delivery any more, or only such as are to go. */
export function deliveryMonthsToDrop(
  months: readonly StoredMonth[],
  fates: readonly DeliveryFate[],
  now: Date,
): readonly string[] {
  const staying = new Set(fates.filter(({ how }) => how !== 'drop').map(({ deliveries }) => deliveries.month))
  return months.map(({ month }) => month).filter((month) => isMonthOver(month, 1, now) && !staying.has(month))
}

function startOf(month: string): Date {
  return new Date(`${month}-01T00:00:00Z`)
}

/** The first moment after a month, UTC. */
export function endOf(month: string): Date {
  const start = startOf(month)
  return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1))
}

function after(time: Date, days: number): Date {
  return new Date(time.getTime() + days * DAY_MS)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

const DAY_MS = 86_400_000
/** If jobs are kept for less than this, a month more would be much. */
const LONGEST_MONTH_DAYS = 31
/** Those of types that stay are deleted one by one later: they must be few beside those that go. */
const FEW = 10
/**
 * All statements on jobs wait while they are moved: a fifth of a second, as measured by `bench/retention.ts`.
 */
export const MOST_MOVED = 2_000
