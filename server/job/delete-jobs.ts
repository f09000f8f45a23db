/** Deletes jobs: `DELETE /job?id=…`. */
import { maxHeaderSize } from 'node:http'
import { serialOf } from '../../schema/ids.ts'
import { notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { someOf } from '../http/request/parameter-kinds.ts'
import { required } from '../http/request/parameters.ts'
import { deleteAll } from './actions/delete-job.ts'

export default operation({
  title: 'Delete one or several jobs',
  description:
    'Permanently deletes final jobs with their metadata, logs and history. ' +
    'If one of the jobs cannot be deleted, none is. The request line and headers have at most ' +
    `${maxHeaderSize} bytes, which is some 1 500 ids; longer ones are answered with 431. For more jobs, send several requests, ` +
    'or select the jobs by criteria with `POST /API/job/bulk?action=delete`.',
  method: 'DELETE',
  path: '/job',
  role: '_job_write',
  query: { id: required(someOf, 'Comma-separated list of job ids.') },
}).answer(async ({ query, ...given }) => {
  const ids = query.id.map((id) => {
    const serial = serialOf(id)
    if (serial === undefined) throw notFound('Job', id)
    return serial
  })
  await deleteAll(given, [...new Set(ids)])
  return undefined
})
