import { operation } from '../operation.ts'
import { boolean, string } from '../parameter-kinds.ts'
import { parameter } from '../parameters.ts'
import { findJob } from './find-job.ts'

export default operation({
  title: 'Abort a job',
  description:
    'Asks for the job to be stopped and answers at once: it is ABORTED_PENDING until all of it has. Nothing changes for a job that is final.',
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
