/** Finds the definition that a path names. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { LARGEST_INTEGER } from '../../schema/ids.ts'
import {
  findDefinition,
  readDefinitions,
  type StoredDefinition,
} from '../../schema/queries/definitions/definitions.ts'
import { notFound } from '../http/answer/fault.ts'

/** The two paths of a definition. */
export const [BY_ID, BY_STEP] = ['/task-definition/:id', '/task-definition/jobtype/:type/step/:step'] as const

/** By its id, or by its job type and step. */
export type DefinitionPath = { readonly id: string } | { readonly type: string; readonly step: string }

/** Throws `notFound` if there is none. */
export async function definitionAt(em: EntityManager, path: DefinitionPath): Promise<StoredDefinition> {
  if ('type' in path) return findStep(em, path.type, path.step)
  const id = /^\d{1,10}$/.test(path.id) ? Number(path.id) : 0
  const found = id > 0 && id <= LARGEST_INTEGER ? await findDefinition(em, id) : undefined
  if (!found) throw notFound('TaskDefinition', path.id)
  return found
}

async function findStep(em: EntityManager, jobType: string, step: string): Promise<StoredDefinition> {
  const definitions = await readDefinitions(em, [jobType])
  const found = definitions.find((one) => String(one.step) === step)
  if (found) return found
  const known = definitions.map((one) => `${jobType}/${one.step}`)
  throw notFound('TaskDefinition', `${jobType}/${step}`, known)
}
