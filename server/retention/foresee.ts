/** Reads what is stored, and what of it would go now. */
import type { EntityManager } from '@mikro-orm/postgresql'
import {
  databaseTime,
  storedAudit,
  storedDeliveries,
  storedJobs,
  storedMonths,
  storedRanges,
} from '../../schema/queries/retention/stored.ts'
import type { Foreseen } from './document.ts'
import { planOfDeliveries, planOfJobs } from './plan.ts'
import { daysOfTypes, type RetentionRules } from './rules.ts'

/** Changes nothing. Reads all finished jobs. */
export async function foresee(em: EntityManager, rules: RetentionRules): Promise<Foreseen> {
  const now = await databaseTime(em)
  const [jobs, months] = [await storedJobs(em, daysOfTypes(rules)), await storedMonths(em, 'job')]
  const deliveries = await storedDeliveries(em, rules.deliveryDays)
  return {
    rules,
    plan: planOfJobs({ jobs, months }, rules, now),
    months,
    ranges: await storedRanges(em),
    deliveries: planOfDeliveries(deliveries, rules.deliveryDays, now),
    deliveryMonths: await storedMonths(em, 'delivery'),
    audit: await storedAudit(em, rules.auditDays),
  }
}
