/** Describes the JobPlanDocument, the answer of `POST /job?dryRun=true`. */

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
import { JOB_STATES, PRIORITIES } from '../states.ts'

const step = shape({
  number: element(integer, 'The number of the step, such as 100.'),
  description: element(string, 'What the step does.'),
  after: list(integer, 'The steps that must be finished before it starts.'),
  alongside: list(integer, 'The steps that must have signaled that they may be joined before it starts.'),
  critical: element(boolean, 'Whether its failure ends the job FAILED_TOTAL.'),
  cleanup: element(boolean, 'Whether it runs only if the job fails or is aborted.'),
  tries: element(integer, 'Total number of tries allowed.'),
  need: element(string, 'The category of the slot it takes, such as `cpu`; `none` if it takes no slot.'),
  node: maybe(string, 'The node it would start on now.'),
  waits: maybe(string, 'Why it would not start now.'),
  command: maybe(
    shape({
      argument: list(string, 'The program and its arguments.'),
      explanation: list(
        string,
        'What becomes of each stream of the source, such as `lowres (mp4): video: 640×360, scaled from 1920×1080`.',
      ),
    }),
    'The command line it would run. The job has no id yet, so names contain `VX-0`.',
  ),
  noCommand: maybe(string, 'Why the command line is not known yet.'),
})

export const JobPlanDocument = document(
  'JobPlanDocument',
  {
    type: element(string, 'A name from `GET /jobtype`.'),
    user: element(string, 'The user who would own the job.'),
    status: element(oneOf(JOB_STATES), 'The initial state of the job.'),
    priority: element(oneOf(PRIORITIES), 'The priority of the job.'),
    step: list(step, 'Its steps, ordered by number.'),
  },
  { description: 'The result of a dry run: a job as it would be created (Callsheet extension).' },
)
export type JobPlanDocument = DocumentOf<typeof JobPlanDocument>
