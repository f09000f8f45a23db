/** Reads and replaces the script of a definition. */

import { operation } from '../../http/operation.ts'
import { type ChangeContext, changeType } from '../change-type.ts'
import { BY_ID, BY_STEP, type DefinitionPath, definitionAt } from '../find-definition.ts'
import { scriptAt } from './script-at.ts'

const read = { method: 'GET', role: '_taskdefinition_read', produces: 'text' } as const
const plain = (verbatim: string) => ({ verbatim })
const write = { method: 'PUT', role: '_taskdefinition_write', accepts: 'text' } as const

export const retrieveAScript = operation({
  ...{ title: 'Retrieve the script of a task definition', ...read, path: `${BY_ID}/script`, plain },
}).answer(async ({ path, em }) => (await scriptAt(em, path)).source)

export const retrieveTheScriptOfAStep = operation({
  ...{ title: 'Retrieve the script of a step', ...read, path: `${BY_STEP}/script`, plain },
}).answer(async ({ path, em }) => (await scriptAt(em, path)).source)

export const modifyAScript = operation({
  ...{ title: 'Modify the script of a task definition', ...write, path: `${BY_ID}/script` },
  description: 'The body is the script, as `application/javascript`. It applies to jobs that start later.',
}).answer(({ path, body, ...context }) => changed(context, path, body))

export const modifyTheScriptOfAStep = operation({
  ...{ title: 'Modify the script of a step', ...write, path: `${BY_STEP}/script` },
  description: 'The body is the script, as `application/javascript`. It applies to jobs that start later.',
}).answer(({ path, body, ...context }) => changed(context, path, body))

async function changed(
  context: ChangeContext,
  path: DefinitionPath,
  script: string | undefined,
): Promise<undefined> {
  const { jobType, step, definition } = await definitionAt(context.em, path)
  if (script === undefined) return undefined
  const { bean: _bean, method: _method, ...rest } = definition
  await changeType(context, jobType, [{ does: 'write', step, definition: { ...rest, script } }])
  return undefined
}
