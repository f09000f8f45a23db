/** Finds the job type that a path names. */
import type { Engine } from '../../steps/engine/engine.ts'
import { notFound } from '../http/answer/fault.ts'

/** Throws `notFound` for an unknown name. */
export function findJobType(engine: Engine, name: string): Engine['jobTypes'][number] {
  const type = engine.jobTypes.find((one) => one.name === name)
  if (!type)
    throw notFound(
      'JobType',
      name,
      engine.jobTypes.map((one) => one.name),
    )
  return type
}
