/** Sets metadata of a task group: `PUT /task-group/{group}/metadata`. */
import { SimpleMetadataDocument } from '../../../schema/documents/simple-metadata.ts'
import { operation } from '../../http/operation.ts'
import { changeTaskGroup } from '../find-task-group.ts'
import { metadataWith } from '../request/group-metadata.ts'

export default operation({
  title: 'Set metadata of a task group',
  description: 'Sets the keys of the body; other keys keep their values.',
  method: 'PUT',
  path: '/task-group/:group/metadata',
  role: '_administrator',
  accepts: SimpleMetadataDocument,
  needsBody: true,
}).answer(async ({ path, body, em, engine }) => {
  const at = (element: string) => element.replace(/^metadata/, 'SimpleMetadataDocument')
  await changeTaskGroup({ em, engine }, path.group, (group) => ({
    ...group,
    metadata: metadataWith(group.metadata ?? [], body?.field ?? [], at),
  }))
  return undefined
})
