/** The configuration properties that have an effect here: their values, and how they change. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { readRules } from '../../../schema/queries/admission/queue-rules.ts'
import type { QueueRules } from '../../../schema/queue.ts'
import { invalidInput, notFound } from '../../http/answer/fault.ts'
import { slotsOfFarm } from '../job-pool/slots-of-farm.ts'
import { MOST_CONCURRENT_JOBS, wholeNumber } from '../whole-number.ts'

/** A configuration property. */
interface Property {
  readonly read: (em: EntityManager) => Promise<string>
  /** The rules with this value; undefined deletes it. Throws `invalidInput` for an impossible value. */
  readonly change: (value: string | undefined) => Partial<QueueRules>
}

export const PROPERTIES: Readonly<Record<string, Property>> = {
  concurrentJobs: {
    read: async (em) => String((await readRules(em)).concurrentJobs ?? (await slotsOfFarm(em))),
    change: (value) => ({ concurrentJobs: value === undefined ? null : limit(value.trim()) }),
  },
}

function limit(value: string): number {
  if (/^-?\d{1,15}$/.test(value)) return wholeNumber('concurrentJobs', Number(value), MOST_CONCURRENT_JOBS)
  throw invalidInput(
    'concurrentJobs',
    `expected an integer from 1 to ${MOST_CONCURRENT_JOBS}, got “${value}”`,
    value,
  )
}

/** Throws `notFound`, naming the properties that exist. */
export function propertyNamed(key: string): Property {
  const property = Object.hasOwn(PROPERTIES, key) ? PROPERTIES[key] : undefined
  if (!property) throw notFound('configuration-property', key, Object.keys(PROPERTIES))
  return property
}
