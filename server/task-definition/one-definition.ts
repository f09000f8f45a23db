/** Reads, replaces and deletes one definition, by its id or by its job type and step. */
import { TaskDefinitionDocument } from '../../schema/documents/task-definition.ts'
import type { StoredDefinition } from '../../schema/queries/definitions/definitions.ts'
import { operation } from '../http/operation.ts'
import { type ChangeContext, changeType } from './change-type.ts'
import { definitionDocument, definitionOf } from './definition-document.ts'
import { BY_ID, BY_STEP, definitionAt } from './find-definition.ts'

const read = { method: 'GET', role: '_taskdefinition_read' } as const
const write = { method: 'PUT', role: '_taskdefinition_write' } as const
const remove = { method: 'DELETE', role: '_taskdefinition_write' } as const

export const retrieveATaskDefinition = operation({
  ...{ title: 'Retrieve a task definition', ...read, path: BY_ID },
  produces: TaskDefinitionDocument,
}).answer(async ({ path, em }) => definitionDocument(await definitionAt(em, path)))

export const retrieveADefinedStep = operation({
  ...{ title: 'Retrieve a step of a custom job type', ...read, path: BY_STEP },
  produces: TaskDefinitionDocument,
}).answer(async ({ path, em }) => definitionDocument(await definitionAt(em, path)))

export const modifyATaskDefinition = operation({
  ...{ title: 'Modify a task definition', ...write, path: BY_ID },
  description: 'Replaces the definition. Jobs that exist keep the one that they were created with.',
  ...{ accepts: TaskDefinitionDocument, produces: TaskDefinitionDocument },
}).answer(async ({ path, body, ...context }) => {
  const before = await definitionAt(context.em, path)
  return body ? replaced(context, before, body) : definitionDocument(before)
})

export const modifyADefinedStep = operation({
  ...{ title: 'Modify a step of a custom job type', ...write, path: BY_STEP },
  description:
    'Replaces the definition, or adds it. Jobs that exist keep the one that they were created with.',
  ...{ accepts: TaskDefinitionDocument, produces: TaskDefinitionDocument },
}).answer(async ({ path: { type, step }, body, ...context }) => {
  if (!body) return definitionDocument(await definitionAt(context.em, { type, step }))
  const number = /^\d{1,10}$/.test(step) ? Number(step) : 0
  const { definition } = definitionOf(body, 'task', { step: number, jobType: type })
  const [id = 0] = await changeType(context, type, [{ does: 'write', step: number, definition }])
  return definitionDocument({ id, jobType: type, step: number, definition })
})

export const deleteATaskDefinition = operation({
  ...{ title: 'Delete a task definition', ...remove, path: BY_ID },
}).answer(async ({ path, ...context }) => removed(context, await definitionAt(context.em, path)))

export const deleteADefinedStep = operation({
  ...{ title: 'Delete a step of a custom job type', ...remove, path: BY_STEP },
}).answer(async ({ path, ...context }) => removed(context, await definitionAt(context.em, path)))

/** Its job type stays; another step number moves it. */
async function replaced(
  context: ChangeContext,
  before: StoredDefinition,
  document: TaskDefinitionDocument,
): Promise<TaskDefinitionDocument> {
  const { jobType } = before
  const { step, definition } = definitionOf({ step: before.step, ...document }, 'task', { jobType })
  const moved = step !== before.step
  const [id = before.id] = await changeType(context, jobType, [
    ...(moved ? [{ does: 'remove', id: before.id } as const] : []),
    { does: 'write', step, definition, ...(moved && { added: true }) },
  ])
  return definitionDocument({ id, jobType, step, definition })
}

async function removed(context: ChangeContext, { id, jobType }: StoredDefinition): Promise<undefined> {
  await changeType(context, jobType, [{ does: 'remove', id }])
  return undefined
}
