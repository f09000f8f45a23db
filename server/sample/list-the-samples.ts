/** Lists the sample files for a first job: `GET /sample`. */
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import { operation } from '../http/operation.ts'

/** Ours: the source of a first job, with its real path, for the console and for scripts. */
export default operation({
  title: 'List the sample files',
  method: 'GET',
  path: '/sample',
  role: '_job_read',
  produces: URIListDocument,
  plain: ({ uri }) => uri,
}).answer(async ({ settings: { sample } }) => ({
  uri: sample !== undefined && existsSync(sample) ? [pathToFileURL(sample).href] : [],
}))
