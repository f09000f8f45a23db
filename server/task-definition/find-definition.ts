/** Finds the definition that a path names. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { LARGEST_INTEGER } from '../../schema/ids.ts'
import { findDefinition, type StoredDefinition } from '../../schema/queries/definitions/definitions.ts'
import { notFound } from '../http/answer/fault.ts'
import { findStep } from './change-type.ts'

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
