import {
  type DocumentOf,
  dateTime,
  document,
  element,
  integer,
  list,
  maybe,
  oneOf,
  string,
} from '../document.ts'
import { JOB_STATES } from '../states.ts'

/** What can be the reason that a job is where it is; docs/job-lifecycle.md says what each means. */
export const CAUSES = [
  'ended',
  'running',
  'starting',
  'aborting',
  'stopping',
  'given-up',
  'held',
  'paused',
  'type-paused',
  'queue-paused',
  'problem',
  'retry',
  'no-node',
  'no-able-node',
  'slots-full',
  'vram-full',
  'jobs-full',
  'pool-full',
  'group-full',
] as const
export type Cause = (typeof CAUSES)[number]

export const JobReasonDocument = document(
  'JobReasonDocument',
  {
    jobId: element(string, 'Job id, such as `VX-12`.'),
    status: element(oneOf(JOB_STATES), 'The state of the job.'),
    cause: element(oneOf(CAUSES), 'What keeps it, for programs.'),
    reason: element(string, 'The same as a sentence.'),
    step: maybe(integer, 'The number of the step it is about.'),
    attempts: maybe(integer, 'How often that step was tried again.'),
    maxRetries: maybe(integer, 'How often that step may be tried again.'),
    retryAfter: maybe(dateTime, 'When it is tried again.'),
    position: maybe(integer, 'Where it stands among the ready steps that need the same, from 1.'),
    estimate: maybe(
      dateTime,
      'When it is likely to start, going by how long the last jobs took and how long those have run that are in its way. Absent where all of these run longer than usual.',
    ),
    whatIf: maybe(string, 'What would have to be different for it to start.'),
    problem: list(integer, 'The ids of the problems that it waits for.'),
  },
  { description: 'Why a job is where it is (ours).' },
)
export type JobReasonDocument = DocumentOf<typeof JobReasonDocument>
