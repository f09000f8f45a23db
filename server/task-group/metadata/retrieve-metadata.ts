/** Retrieves the metadata of a task group: `GET /task-group/{group}/metadata`. */
import { SimpleMetadataDocument } from '../../../schema/documents/simple-metadata.ts'
import { readRules } from '../../../schema/queries/admission/queue-rules.ts'
import { operation } from '../../http/operation.ts'
import { findTaskGroup } from '../find-task-group.ts'

export default operation({
  title: 'Retrieve the metadata of a task group',
  description: 'As text/plain: one line per key, with its value after a tab.',
  method: 'GET',
  path: '/task-group/:group/metadata',
  role: '_administrator',
  produces: SimpleMetadataDocument,
  plain: ({ field }) => field.map(({ key, value }) => [key, value]),
}).answer(async ({ path, em }) => {
  const { metadata = [] } = findTaskGroup(await readRules(em), path.group)
  return { field: metadata }
})
