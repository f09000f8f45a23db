/** Describes the JobBulkDocument, the answer of `POST /job/bulk`. */

import {
  boolean,
  type DocumentOf,
  document,
  element,
  integer,
  list,
  maybe,
  oneOf,
  shape,
  string,
} from '../document.ts'
import { JOB_STATES } from '../states.ts'

/** The actions of `POST /job/bulk`. */
export const BULK_ACTIONS = [
  ...(['abort', 'stop', 'pause', 'resume', 'delete', 're-run', 'priority'] as const),
  ...(['keep', 'unkeep'] as const),
] as const
export type BulkAction = (typeof BULK_ACTIONS)[number]

const job = shape({
  jobId: element(string, 'The job.'),
  newJobId: maybe(string, 'The new job; only for `re-run`.'),
})

const refused = shape({
  jobId: element(string, 'The job.'),
  status: maybe(
    oneOf(JOB_STATES),
    'The state of the job; absent if the job does not exist or its state is unknown.',
  ),
  explanation: element(string, 'Why the job was not changed.'),
})

export const JobBulkDocument = document(
  'JobBulkDocument',
  {
    action: element(oneOf(BULK_ACTIONS), 'The action.'),
    dryRun: element(boolean, 'True: nothing was changed, and the document shows what would be.'),
    hits: element(
      integer,
      'Number of jobs that matched at the start. If fewer are listed, call again with `after`.',
    ),
    stopped: maybe(string, 'Why the action ended before it reached all of them; call again with `after`.'),
    job: list(job, 'The changed jobs, ordered by id.'),
    refused: list(refused, 'The jobs that were not changed, ordered by id.'),
  },
  { description: 'The result of an action on many jobs (Callsheet extension).' },
)
export type JobBulkDocument = DocumentOf<typeof JobBulkDocument>
