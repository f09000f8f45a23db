/** Describes the JobReasonDocument, the answer of `GET /job/{job-id}/reason`. */

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

/** Why a job can be in its state; docs/job-lifecycle.md explains each. */
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
    cause: element(oneOf(CAUSES), 'Why the job is in its state, as a keyword.'),
    reason: element(string, 'The same, as a sentence.'),
    step: maybe(integer, 'The number of the step concerned.'),
    attempts: maybe(integer, 'Number of retries of that step so far.'),
    maxRetries: maybe(integer, 'Maximum number of retries of that step.'),
    retryAfter: maybe(dateTime, 'When that step is retried.'),
    position: maybe(integer, 'Its position among the ready steps with the same need, from 1.'),
    estimate: maybe(
      dateTime,
      'Estimated start, from how long recent jobs took and how long the jobs it waits for have run. Absent if all of these have run longer than usual.',
    ),
    whatIf: maybe(string, 'What would have to change for it to start.'),
    problem: list(integer, 'The ids of the problems it waits for.'),
  },
  { description: 'Why a job is in its state (Callsheet extension).' },
)
export type JobReasonDocument = DocumentOf<typeof JobReasonDocument>
