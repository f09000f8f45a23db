/** Changes the definitions of a job type as a whole. */
import type { EntityManager } from '@mikro-orm/postgresql'
import {
  addDefinition,
  addType,
  type Definition,
  lockType,
  readDefinitions,
  removeDefinition,
  type StoredDefinition,
  writeDefinition,
} from '../../schema/queries/definitions/definitions.ts'
import { keepScripts, type StoredScript } from '../../schema/queries/definitions/scripts.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { definedType, metadataOf, stepDefinitionOf } from '../../steps/engine/declare/definition.ts'
import type { Engine } from '../../steps/engine/engine.ts'
import { conflict, invalidInput } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { warnOfSyntax } from './script/syntax.ts'

export type ChangeContext = Pick<Context, 'em' | 'engine' | 'sandbox' | 'warn'>

/** What becomes of one step of a type. */
export type StepChange =
  /** `added`: the step must not exist yet. */
  | { readonly does: 'write'; readonly step: number; readonly definition: Definition; readonly added?: true }
  | { readonly does: 'remove'; readonly id: number }

/**
 * Applies the changes in one transaction, one request after the other, and checks the type as it is then:
 * throws `invalidInput` with the flaw, and changes nothing. Returns the ids of the steps that were written.
 * Creates the type if it does not exist.
 */
export async function changeType(
  context: ChangeContext,
  jobType: string,
  changes: readonly StepChange[],
): Promise<readonly number[]> {
  const { em, engine, sandbox } = context
  refuseBuiltIn(engine, jobType)
  const ids = await transaction(em.fork(), async (tx) => {
    if (!(await lockType(tx, jobType))) {
      refuseName(jobType)
      if ((await addType(tx, jobType)) === undefined) await lockType(tx, jobType)
    }
    const ids: number[] = []
    for (const change of changes) ids.push(...(await applied(tx, jobType, change)))
    const definitions = await readDefinitions(tx, [jobType])
    refuseFlawed(jobType, definitions, engine, sandbox)
    await keepScripts(tx, scriptsOf(definitions))
    return ids
  })
  await warnOfSyntax(
    context,
    changes.filter((change) => change.does === 'write'),
  )
  return ids
}

async function applied(tx: EntityManager, jobType: string, change: StepChange): Promise<readonly number[]> {
  if (change.does === 'remove') {
    await removeDefinition(tx, change.id)
    return []
  }
  const { step, definition, added } = change
  const write = added ? addDefinition : writeDefinition
  const id = await write(tx, { jobType, step, definition })
  if (id === undefined)
    throw conflict('step', String(step), `${jobType} has a step ${step} already`, String(step))
  return [id]
}

/** A type without steps is permitted, but cannot start. */
function refuseFlawed(
  jobType: string,
  definitions: readonly StoredDefinition[],
  engine: Engine,
  { limits }: Context['sandbox'],
): void {
  if (definitions.length === 0) return
  const type = definedType(jobType, definitions, engine.steps)
  if ('flaw' in type) throw invalidInput('task', `${jobType}: ${type.flaw}`)
  for (const { step, script, metadata } of definitions.map(stepDefinitionOf)) {
    const found = script ? limits(metadataOf(metadata)) : undefined
    if (found && 'flaw' in found) throw invalidInput('task', `${jobType}: step ${step}: ${found.flaw}`)
  }
}

function scriptsOf(definitions: readonly StoredDefinition[]): readonly StoredScript[] {
  return definitions
    .map(stepDefinitionOf)
    .flatMap(({ script, metadata }) => (script ? [{ source: script, metadata: metadataOf(metadata) }] : []))
}

/** Built-in types cannot be changed. */
export function refuseBuiltIn(engine: Engine, jobType: string): void {
  if (engine.jobTypes.some(({ name }) => name === jobType))
    throw invalidInput('jobType', `${jobType} is a built-in job type, which cannot be changed`, jobType)
}

/** As the names of built-in types: they appear in URLs, lists and settings. */
export function refuseName(jobType: string): void {
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,99}$/.test(jobType))
    throw invalidInput(
      'jobType',
      'expected at most 100 letters, digits, “_” and “-”, a letter first',
      jobType,
    )
}
