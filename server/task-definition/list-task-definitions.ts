/** Lists definitions: `GET /task-definition` and `GET /task-definition/jobtype/{type}`. */
import { TaskDefinitionListDocument } from '../../schema/documents/task-definition.ts'
import { readDefinitions, readTypes } from '../../schema/queries/definitions/definitions.ts'
import { notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { builtInDefinitions, definitionDocument } from './definition-document.ts'

export const listTaskDefinitions = operation({
  title: 'List all task definitions',
  description: 'Those of built-in job types are included; they cannot be changed and have no ids.',
  method: 'GET',
  path: '/task-definition',
  role: '_taskdefinition_read',
  query: { type: parameter(string, '', 'Comma-separated list of job types. Default: all.') },
  produces: TaskDefinitionListDocument,
}).answer(async ({ query, em, engine }) => {
  const types = query.type.split(',').filter((type) => type !== '')
  const isWanted = (type: string) => types.length === 0 || types.includes(type)
  const stored = await readDefinitions(em, types.length > 0 ? types : undefined)
  const builtIn = engine.jobTypes.filter(({ name }) => isWanted(name)).flatMap(builtInDefinitions)
  return { task: [...builtIn, ...stored.map(definitionDocument)] }
})

export const listTaskDefinitionsOfAType = operation({
  title: 'List the task definitions of a job type',
  method: 'GET',
  path: '/task-definition/jobtype/:type',
  role: '_taskdefinition_read',
  produces: TaskDefinitionListDocument,
}).answer(async ({ path: { type }, em, engine }) => {
  const builtIn = engine.jobTypes.find(({ name }) => name === type)
  if (builtIn) return { task: builtInDefinitions(builtIn) }
  const names = (await readTypes(em)).map(({ name }) => name)
  if (!names.includes(type)) throw notFound('JobType', type, names)
  return { task: (await readDefinitions(em, [type])).map(definitionDocument) }
})
