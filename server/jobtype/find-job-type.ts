/** Finds the job type that a path names. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Engine } from '../../steps/engine/engine.ts'
import { notFound } from '../http/answer/fault.ts'

type JobType = Engine['jobTypes'][number]

/** A type whose definitions are not complete has no steps yet. Throws `notFound` for an unknown name. */
export async function findJobType(em: EntityManager, engine: Engine, name: string): Promise<JobType> {
  const type = await engine.typeNamed(em, name)
  if (!type) throw notFound('JobType', name, await engine.namesOfTypes(em))
  if (!('flaw' in type)) return type
  return { name, description: `Cannot start yet: ${type.flaw}.`, stages: [], parameters: [], limits: {} }
}
