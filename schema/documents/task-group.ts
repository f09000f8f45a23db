/** Describes the documents of `/task-group`. */

import {
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
import { PRIORITIES } from '../states.ts'
import { keyValues } from './key-value.ts'

const job = shape({
  type: list(string, 'Job types.', { empty: 'omit' }),
  priority: list(oneOf(PRIORITIES), 'Priorities of jobs.', { empty: 'omit' }),
  user: list(string, 'Users.', { empty: 'omit' }),
  group: list(string, 'Groups of users. Refused, as task groups do not tell users by their groups.', {
    empty: 'omit',
  }),
  data: list(
    shape({
      key: element(string, 'A metadata key.'),
      value: maybe(string, 'Its value; absent for any value.'),
    }),
    'Metadata that the job was started with.',
    { empty: 'omit' },
  ),
})

const group = {
  loc: maybe(string, 'The URL of the group. Ignored in a request.'),
  name: maybe(string, 'The name of the group. A request may omit it.'),
  job: list(
    job,
    'The jobs of the group: those that match one of these. A job matches if it has one of the values of each element, ' +
      'and for each key of `data` one of its values.',
  ),
  transcoder: list(
    shape({ id: element(string, 'The name of a node, as set by `NODE_NAME`.') }),
    'The nodes that run the steps of these jobs, clean-up excepted. None: any node. A job of several groups runs on the ' +
      'nodes of all of them.',
  ),
  metadata: maybe(keyValues, 'What clients keep here.'),
  priority: maybe(
    oneOf(PRIORITIES),
    'Among queued jobs of the same priority, those of the group with the highest priority go first. Default MEDIUM; ' +
      'IMMEDIATE is refused.',
  ),
  maxConcurrency: maybe(integer, 'How many of these jobs may run at once. Absent: no limit.'),
  running: maybe(integer, 'How many of these jobs run now (Callsheet extension). Ignored in a request.'),
}

export const TaskGroupDocument = document('TaskGroupDocument', group, {
  description: 'A task group: jobs that match given criteria, and how they run.',
})
export type TaskGroupDocument = DocumentOf<typeof TaskGroupDocument>

export const TaskGroupListDocument = document(
  'TaskGroupListDocument',
  { group: list(shape(group), 'The groups.') },
  { description: 'The task groups.' },
)
export type TaskGroupListDocument = DocumentOf<typeof TaskGroupListDocument>
