/** Finds the job type that a path names. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Engine } from '../../steps/engine/engine.ts'
import { NOT_USED } from '../../steps/job-types/not-used.ts'
import { notFound } from '../http/answer/fault.ts'

type JobType = Engine['jobTypes'][number]

/** A type whose definitions are not complete has no steps yet. Throws `notFound` for an unknown name. */
export async function findJobType(em: EntityManager, engine: Engine, name: string): Promise<JobType> {
  const type = await engine.typeNamed(em, name)
  if (!type && NOT_USED.includes(name)) return withoutSteps(name, 'Not used: no job can have it.')
  if (!type) throw notFound('JobType', name, await engine.namesOfTypes(em))
  if (!('flaw' in type)) return type
  return withoutSteps(name, `Cannot start yet: ${type.flaw}.`)
}

function withoutSteps(name: string, description: string): JobType {
  return { name, description, stages: [], parameters: [], limits: {} }
}
