import { operation } from '../http/operation.ts'
import { boolean, string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'Abort a job',
  description:
    'Ends the job and throws away what its running steps have made: it is ABORTED_PENDING until their processes are gone and its clean-up has run, then ABORTED. Answers at once. Clean-up has five minutes in all, and an abort of a job that is being cleaned up ends it at once. Nothing changes for a job that is final.',
  method: 'DELETE',
  path: '/job/:jobId',
  role: '_job_write',
  query: {
    reason: parameter(string, undefined, 'Why, for the history.'),
    cleanup: parameter(
      boolean,
      true,
      'Run the clean-up steps first. False skips them for a job of which no step has started.',
    ),
  },
}).answer(async ({ path, query, em, engine, user }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  await engine.abort(id, { user: user.name, reason: query.reason ?? null, cleanup: query.cleanup })
  return undefined
})
