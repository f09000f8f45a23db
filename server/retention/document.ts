/** Writes what would go as a `RetentionDocument`, and as lines. Pure. */
import type { RetentionDocument } from '../../schema/documents/retention.ts'
import { siteId } from '../../schema/ids.ts'
import type { StoredAudit, StoredMonth, StoredRange } from '../../schema/queries/retention/stored.ts'
import type { DeliveryFate, JobPlan } from './plan.ts'
import { daysOfType, type RetentionRules } from './rules.ts'

export interface Foreseen {
  readonly rules: RetentionRules
  readonly plan: JobPlan
  readonly months: readonly StoredMonth[]
  readonly ranges: readonly StoredRange[]
  readonly deliveries: readonly DeliveryFate[]
  readonly deliveryMonths: readonly StoredMonth[]
  readonly audit: StoredAudit
}

export function retentionDocument(foreseen: Foreseen): RetentionDocument {
  const { rules, plan, months, ranges, audit } = foreseen
  const dropped = new Set(plan.drop.map(({ month }) => month))
  return {
    ...given({ days: rules.jobDays, deliveryDays: rules.deliveryDays }),
    job: plan.fates.map(({ jobs, going, next }) => ({
      ...given({ month: jobs.month ?? undefined, days: daysOfType(rules, jobs.type), next }),
      ...{ type: jobs.type, count: jobs.jobs, kept: jobs.kept, going, oldest: new Date(jobs.oldest) },
    })),
    month: months.map(({ month, bytes }) => ({ month, bytes, going: dropped.has(month) })),
    range: ranges.map(({ first, last, gone, bytes }) => ({
      ...{ first: siteId(first), last: siteId(last), gone, bytes },
    })),
    delivery: deliveriesOf(foreseen),
    audit: {
      ...given({ days: rules.auditDays, oldest: audit.oldest === null ? undefined : new Date(audit.oldest) }),
      ...{ count: audit.entries, going: audit.expired, bytes: audit.bytes },
    },
  }
}

function deliveriesOf({ deliveries, deliveryMonths }: Foreseen): RetentionDocument['delivery'] {
  const bytes = new Map(deliveryMonths.map((one) => [one.month, one.bytes]))
  return deliveries.map(({ deliveries: { month, deliveries: count, oldest }, going, next }) => ({
    ...given({ month: month ?? undefined, bytes: bytes.get(month ?? ''), next }),
    ...{ count, going, oldest: new Date(oldest) },
  }))
}

function given<T extends Readonly<Record<string, unknown>>>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

/** One line for each kind of jobs, month, range and month of deliveries, and one for the audit. */
export function retentionLines(document: RetentionDocument): readonly (readonly string[])[] {
  const { job, month, range, delivery, audit } = document
  const time = (date: Date | undefined) => date?.toISOString() ?? ''
  const lines = [
    ...job.map((one) => [
      ...['job', one.month ?? '', one.type, one.count, one.kept, one.going],
      ...[time(one.oldest), time(one.next)],
    ]),
    ...month.map((one) => ['month', one.month, one.bytes, one.going]),
    ...range.map((one) => ['range', one.first, one.last, one.gone, one.bytes]),
    ...delivery.map((one) => [
      ...['delivery', one.month ?? '', one.count, one.going, time(one.oldest), time(one.next)],
    ]),
    ['audit', audit.count, audit.going, time(audit.oldest), audit.bytes],
  ]
  return lines.map((line) => line.map(String))
}
