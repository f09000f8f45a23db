/** Finds the script that a path names. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { StoredScript } from '../../../schema/queries/definitions/scripts.ts'
import { metadataOf, stepDefinitionOf } from '../../../steps/engine/declare/definition.ts'
import { notFound } from '../../http/answer/fault.ts'
import { type DefinitionPath, definitionAt } from '../find-definition.ts'

/** Throws `notFound` if there is no such definition, or if it has no script. */
export async function scriptAt(em: EntityManager, path: DefinitionPath): Promise<StoredScript> {
  const stored = await definitionAt(em, path)
  const { script, metadata } = stepDefinitionOf(stored)
  if (script === undefined) throw notFound('Script', `${stored.jobType}/${stored.step}`)
  return { source: script, metadata: metadataOf(metadata) }
}
