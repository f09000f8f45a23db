/** Retrieves a job: `GET /job/{jobId}`. */
import { JobDocument } from '../../schema/documents/job.ts'
import { isFinal, JOB_STATES } from '../../schema/states.ts'
import { operation } from '../http/operation.ts'
import { boolean, integer, list, listOf } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { jobDocument, SHORT_KEYS, shown } from './document/job-document.ts'
import { REASON, reasonsFor } from './document/reasons.ts'
import { waitForJob } from './request/wait-for-job.ts'

export default operation({
  title: 'Retrieve a job',
  description: 'As text/plain: only the state.',
  method: 'GET',
  path: '/job/:jobId',
  role: '_job_read',
  query: {
    metadata: parameter(
      boolean,
      false,
      'Include all metadata, not only the item, output and `transcode…` keys.',
    ),
    field: parameter(list, [], 'Comma-separated list of the metadata keys to include.'),
    reason: REASON,
    wait: parameter(
      listOf(JOB_STATES),
      [],
      'Comma-separated list of job states. The response is sent as soon as the job is in one of them or is ' +
        'final, or when `timeout` has passed. A state that the job only passes through may be missed.',
    ),
    timeout: parameter(integer, 60, 'Maximum time to `wait`, in seconds, capped at 300.'),
  },
  produces: JobDocument,
  plain: (job) => job.status,
}).answer(async ({ path, query, em, changes, now, signal }) => {
  const { data } = shown(query)
  const isThere = ({ state }: { readonly state: (typeof JOB_STATES)[number] }) =>
    query.wait.length === 0 || query.wait.includes(state) || isFinal(state)
  const forMs = Math.min(query.timeout, MOST_SECONDS) * 1_000
  const job = await waitForJob({ em, changes, now, signal }, path.jobId, isThere, forMs)
  const reasons = await reasonsFor(em, [job], query.reason)
  return {
    ...jobDocument(job, { data: data === 'none' ? SHORT_KEYS : data, steps: true }),
    ...reasons.get(job.id),
  }
})

const MOST_SECONDS = 300
