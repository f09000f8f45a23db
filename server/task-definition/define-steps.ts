/** Adds definitions: `POST /task-definition` and `POST /task-definition/jobtype/{type}`. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { TaskDefinitionListDocument } from '../../schema/documents/task-definition.ts'
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import { addType, findType, readDefinitions } from '../../schema/queries/definitions/definitions.ts'
import { conflict, invalidInput, notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { boolean, integer } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { changeType, refuseBuiltIn, refuseName } from './change-type.ts'
import { definitionDocument, definitionOf } from './definition-document.ts'

export const defineSteps = operation({
  title: 'Create task definitions',
  description:
    'Adds steps to job types, and the job types that do not exist yet. Each job type is checked as a whole: ' +
    'a cycle, a dependency on a step that does not exist, or a step without a script or built-in step is 400.',
  method: 'POST',
  path: '/task-definition',
  role: '_taskdefinition_write',
  query: { url: parameter(boolean, false, 'Return URLs instead of ids.') },
  accepts: TaskDefinitionListDocument,
  produces: URIListDocument,
  plain: ({ uri }) => uri,
}).answer(async ({ body, query, ...context }) => {
  const tasks = body?.task ?? []
  const typed = tasks.map((task, at) => {
    if (!task.jobType) throw invalidInput(`task[${at}].jobType`, 'expected a job type, got nothing')
    return { jobType: task.jobType, at, ...definitionOf(task, `task[${at}]`) }
  })
  const ids: number[] = []
  for (const [jobType, steps] of Map.groupBy(typed, (task) => task.jobType)) {
    const changes = steps.map(
      ({ step, definition }) => ({ does: 'write', step, definition, added: true }) as const,
    )
    ids.push(...(await changeType(context, jobType, changes)))
  }
  return { uri: ids.map((id) => (query.url ? `/API/task-definition/${id}` : String(id))) }
})

export const defineAJobType = operation({
  title: 'Create a custom job type',
  description:
    'Creates a job type, with the given steps or without. Without steps it cannot start. For a type that ' +
    'exists, adds the steps.',
  method: 'POST',
  path: '/task-definition/jobtype/:type',
  role: '_taskdefinition_write',
  query: {
    id: parameter(
      integer,
      undefined,
      'The id of a new type, from 20000 to 30000. Default: the lowest free one.',
    ),
  },
  accepts: TaskDefinitionListDocument,
  produces: TaskDefinitionListDocument,
}).answer(async ({ path: { type }, body, query, ...context }) => {
  const { em, engine } = context
  refuseBuiltIn(engine, type)
  refuseName(type)
  await create(em, type, query.id)
  const changes = (body?.task ?? []).map(
    (task, at) =>
      ({ does: 'write', ...definitionOf(task, `task[${at}]`, { jobType: type }), added: true }) as const,
  )
  await changeType(context, type, changes)
  return { task: (await readDefinitions(em, [type])).map(definitionDocument) }
})

/** An id out of range is not found, as in Vidispine (wire.md §11.2). */
async function create(em: EntityManager, type: string, id: number | undefined): Promise<void> {
  const outside = id !== undefined && (id < LEAST || id > MOST)
  if (outside) throw notFound('JobTypeId', String(id), [`a number from ${LEAST} to ${MOST}`])
  if ((await addType(em, type, id)) !== undefined || id === undefined) return
  const there = await findType(em, type)
  if (there?.id === id) return
  throw conflict(
    'id',
    String(id),
    there ? `${type} has the id ${there.id}` : 'another job type has this id',
    String(id),
  )
}

const LEAST = 20_000
const MOST = 30_000
