/** Lists the job types: `GET /jobtype`. */
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import { NOT_USED } from '../../steps/job-types/not-used.ts'
import { operation } from '../http/operation.ts'

export default operation({
  title: 'List all job types',
  description:
    'The list has names, not URIs, despite the name of its document (wire.md §7.2). No job can have the types NONE and IMPORT.',
  method: 'GET',
  path: '/jobtype',
  produces: URIListDocument,
  plain: ({ uri }) => uri,
}).answer(async ({ em, engine }) => ({
  uri: [...new Set([...NOT_USED, ...(await engine.namesOfTypes(em))])],
}))
