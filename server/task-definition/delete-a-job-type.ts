/** Deletes a custom job type: `DELETE /task-definition/jobtype/{type}`. */
import { readTypes, removeType } from '../../schema/queries/definitions/definitions.ts'
import { notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { refuseBuiltIn } from './change-type.ts'

export default operation({
  title: 'Delete a custom job type',
  description: 'Deletes the type and its definitions. Jobs of the type keep their steps and go on.',
  method: 'DELETE',
  path: '/task-definition/jobtype/:type',
  role: '_taskdefinition_write',
}).answer(async ({ path: { type }, em, engine }) => {
  refuseBuiltIn(engine, type)
  if (await removeType(em, type)) return undefined
  throw notFound(
    'JobType',
    type,
    (await readTypes(em)).map(({ name }) => name),
  )
})
