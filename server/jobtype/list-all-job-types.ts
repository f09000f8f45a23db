/** Lists the job types: `GET /jobtype`. */
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import { operation } from '../http/operation.ts'

export default operation({
  title: 'List all job types',
  description: 'The list has names, not URIs, despite the name of its document (wire.md §7.2).',
  method: 'GET',
  path: '/jobtype',
  produces: URIListDocument,
  plain: ({ uri }) => uri,
}).answer(async ({ em, engine }) => ({ uri: await engine.namesOfTypes(em) }))
