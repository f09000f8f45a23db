/** How long jobs, deliveries and the audit are kept. */
import { type Config, type InvalidSetting, SETTINGS } from '../../config/config.ts'
import type { DaysOfTypes } from '../../schema/queries/retention/stored.ts'

/** Days; undefined: for ever. */
export interface RetentionRules {
  readonly jobDays: number | undefined
  /** The types with days of their own; null: for ever. */
  readonly daysByType: Readonly<Record<string, number | null>>
  readonly deliveryDays: number | undefined
  readonly auditDays: number | undefined
}

type Days = Pick<Config, 'jobDays' | 'jobDaysByType' | 'deliveryDays' | 'auditDays'>

/** Deliveries are kept as long as jobs unless they have days of their own. `invalid`: a malformed setting. */
export function retentionRules({ jobDays, jobDaysByType, deliveryDays, auditDays }: Days): {
  readonly rules: RetentionRules
  readonly invalid: readonly InvalidSetting[]
} {
  const read = readDaysByType(jobDaysByType ?? '')
  const rules = {
    jobDays: daysOf(jobDays),
    daysByType: read ?? {},
    deliveryDays: daysOf(deliveryDays ?? jobDays),
    auditDays: daysOf(auditDays),
  }
  return { rules, invalid: read ? [] : [{ setting: 'jobDaysByType', message: malformed(jobDaysByType) }] }
}

function malformed(given = ''): string {
  const { variable } = SETTINGS.jobDaysByType
  return `${variable}: expected each job type once, with 1 to ${MOST_DAYS} days or never, such as COPY_FILE=7, got “${given}”`
}

function daysOf(days: number | 'never'): number | undefined {
  return days === 'never' ? undefined : days
}

/** `COPY_FILE=7 REPORT=never`; undefined if it is malformed. Pure. */
export function readDaysByType(text: string): RetentionRules['daysByType'] | undefined {
  const pairs = text.split(/\s+/).filter((word) => word !== '')
  const read = pairs.map((pair) => {
    const [, type, days] = /^([^=]+)=(\d{1,5}|never)$/.exec(pair) ?? []
    return type === undefined ? undefined : ([type, days === 'never' ? null : Number(days)] as const)
  })
  const known = read.flatMap((one) => (one && (one[1] === null || isDays(one[1])) ? [one] : []))
  const isWhole = known.length === pairs.length && new Set(known.map(([type]) => type)).size === pairs.length
  return isWhole ? Object.fromEntries(known) : undefined
}

function isDays(days: number): boolean {
  return days >= 1 && days <= MOST_DAYS
}

/** A hundred years. */
export const MOST_DAYS = 36_500

/** The days of a job type; undefined: for ever. Pure. */
export function daysOfType({ jobDays, daysByType }: RetentionRules, type: string): number | undefined {
  return Object.hasOwn(daysByType, type) ? (daysByType[type] ?? undefined) : jobDays
}

export function daysOfTypes({ jobDays, daysByType }: RetentionRules): DaysOfTypes {
  return { byType: daysByType, others: jobDays ?? null }
}
