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

/** What can be done to many jobs. */
export const BULK_ACTIONS = ['abort', 'stop', 'pause', 'resume', 'delete', 're-run', 'priority'] as const
export type BulkAction = (typeof BULK_ACTIONS)[number]

const job = shape({
  jobId: element(string, 'The job.'),
  newJobId: maybe(string, 'The job that was started from it; with `re-run`.'),
})

const refused = shape({
  jobId: element(string, 'The job.'),
  status: maybe(oneOf(JOB_STATES), 'The state it is in; absent when it is gone or nobody can tell.'),
  explanation: element(string, 'Why nothing was done to it.'),
})

export const JobBulkDocument = document(
  'JobBulkDocument',
  {
    action: element(oneOf(BULK_ACTIONS), 'What was to be done.'),
    dryRun: element(boolean, 'True: nothing was done, and this is what would be.'),
    hits: element(
      integer,
      'How many jobs matched when it began. More than are listed here: call again with `after`.',
    ),
    stopped: maybe(string, 'Why it ended before it had looked at all of them; call again with `after`.'),
    job: list(job, 'The jobs it was done to, ordered by id.'),
    refused: list(refused, 'The jobs it was not done to, ordered by id.'),
  },
  { description: 'What was done to many jobs (ours).' },
)
export type JobBulkDocument = DocumentOf<typeof JobBulkDocument>
