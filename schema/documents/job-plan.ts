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
  after: list(integer, 'The steps that have to be finished before it starts.'),
  alongside: list(integer, 'The steps that have to have begun their parallel part before it starts.'),
  critical: element(boolean, 'Whether its failure is the failure of the job.'),
  cleanup: element(boolean, 'Whether it runs only when the job fails or is aborted.'),
  tries: element(integer, 'How often it is tried in all.'),
  need: element(string, 'The kind of slot it takes on a node, such as `cpu`; `short` takes none.'),
  node: maybe(string, 'The node it would start on now.'),
  waits: maybe(string, 'Why it would not start now.'),
  command: maybe(
    shape({ argument: list(string, 'The program, then each of its arguments.') }),
    'The command line it would run. The job has no id yet: in names it stands as `VX-0`.',
  ),
  noCommand: maybe(string, 'Why the command line cannot be told yet.'),
})

export const JobPlanDocument = document(
  'JobPlanDocument',
  {
    type: element(string, 'A name from `GET /jobtype`.'),
    user: element(string, 'The user the job would belong to.'),
    status: element(oneOf(JOB_STATES), 'The state it would begin in.'),
    priority: element(oneOf(PRIORITIES), 'Where it would stand in the queue.'),
    step: list(step, 'Its steps, ordered by number.'),
  },
  { description: 'A job that could be started, and what would come of it (ours).' },
)
export type JobPlanDocument = DocumentOf<typeof JobPlanDocument>
