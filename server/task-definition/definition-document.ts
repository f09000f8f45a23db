/** Writes stored definitions as documents, and reads documents as definitions. Pure. */
import type { TaskDefinitionDocument } from '../../schema/documents/task-definition.ts'
import type { Definition, StoredDefinition } from '../../schema/queries/definitions/definitions.ts'
import { isScriptName } from '../../schema/queries/definitions/scripts.ts'
import { BEAN } from '../../steps/engine/declare/definition.ts'
import type { JobType } from '../../steps/engine/declare/job-type.ts'
import { invalidInput } from '../http/answer/fault.ts'

/** With the values that were not given. */
export function definitionDocument({
  id,
  jobType,
  step,
  definition,
}: StoredDefinition): TaskDefinitionDocument {
  return { flags: 0, cleanup: false, critical: true, plugin: false, ...definition, step, jobType, id }
}

/** The definitions of a built-in type, which cannot be changed and have no ids. */
export function builtInDefinitions<Tools>({
  name: jobType,
  stages,
}: JobType<Tools>): readonly TaskDefinitionDocument[] {
  return stages
    .filter(({ step }) => !isScriptName(step.name))
    .map(({ number, step, after = [], alongside = [], critical = true, cleanup = false }) => ({
      ...{ description: step.description, flags: 0, step: number },
      ...(after[0] !== undefined && { dependency: { step: after.at(-1) ?? 0 } }),
      ...(alongside[0] !== undefined && { parallelDependency: { step: alongside.at(-1) ?? 0 } }),
      ...{ jobType, cleanup, critical, bean: BEAN, method: step.name, plugin: false },
    }))
}

/**
 * The step of a document and the rest of it. Throws `invalidInput` if the step is missing, or if the document
 * names another step or job type than the path. `at`: the place of the document in the body.
 */
export function definitionOf(
  document: TaskDefinitionDocument,
  at: string,
  path: { readonly step?: number; readonly jobType?: string } = {},
): { readonly step: number; readonly definition: Definition } {
  const { step = path.step, id: _id, jobType, ...definition } = document
  if (step === undefined || step < 1 || step > LARGEST_STEP)
    throw invalidInput(`${at}.step`, `expected a number from 1 to ${LARGEST_STEP}, got ${step ?? 'nothing'}`)
  if (path.step !== undefined && step !== path.step)
    throw invalidInput(`${at}.step`, `expected ${path.step} as in the path, got ${step}`, String(step))
  if (jobType !== undefined && path.jobType !== undefined && jobType !== path.jobType)
    throw invalidInput(`${at}.jobType`, `expected ${path.jobType} as in the path, got “${jobType}”`, jobType)
  return { step, definition }
}

const LARGEST_STEP = 2_147_483_647
