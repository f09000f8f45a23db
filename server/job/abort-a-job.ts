/** Aborts a job: `DELETE /job/{jobId}`. */
import { operation } from '../http/operation.ts'
import { ABORT_PARAMETERS, abort } from './actions/control.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'Abort a job',
  description:
    'Ends the job and discards what its running steps have made. Returns at once. The job is ' +
    'ABORTED_PENDING until its processes have exited and its clean-up steps have run, then ABORTED. ' +
    'Clean-up may take five minutes in all; aborting the job again ends the clean-up at once. ' +
    'Has no effect on a final job.',
  method: 'DELETE',
  path: '/job/:jobId',
  role: '_job_write',
  query: ABORT_PARAMETERS,
}).answer(async ({ path, query, ...context }) => {
  const { id } = await findJob(context.em, path.jobId, { metadata: false, steps: false })
  await abort.apply(context, id, query)
  return undefined
})
