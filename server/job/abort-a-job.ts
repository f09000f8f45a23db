/** Aborts a job: `DELETE /job/{jobId}`. */
import { operation } from '../http/operation.ts'
import { boolean, string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
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
  query: {
    reason: parameter(string, undefined, 'The reason, recorded in the history.'),
    cleanup: parameter(
      boolean,
      true,
      'Run the clean-up steps first. `false` skips them if no step of the job has started.',
    ),
  },
}).answer(async ({ path, query, em, engine, user }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  await engine.abort(id, { user: user.name, reason: query.reason ?? null, cleanup: query.cleanup })
  return undefined
})
