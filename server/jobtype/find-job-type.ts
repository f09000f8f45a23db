import type { Engine } from '../../steps/engine/engine.ts'
import { notFound } from '../http/answer/fault.ts'

/** The job type of a name in a path; throws `notFound` for an unknown one. */
export function findJobType(engine: Engine, name: string): Engine['jobTypes'][number] {
  const type = engine.jobTypes.find((one) => one.name === name)
  if (!type) throw notFound('JobType', name)
  return type
}
