/** Lists the configuration resources: `GET /configuration`. */
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import { operation } from '../http/operation.ts'

export default operation({
  title: 'List configuration resources',
  description: 'The list has names, not URIs: each is a path below `/configuration` (wire.md §16).',
  method: 'GET',
  path: '/configuration',
  role: '_administrator',
  produces: URIListDocument,
  plain: ({ uri }) => uri,
}).answer(async () => ({ uri: ['job-pool', 'job-priority', 'properties'] }))
