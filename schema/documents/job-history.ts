/** Describes the JobHistoryDocument, the answer of `GET /job/{job-id}/history`. */

import {
  type DocumentOf,
  dateTime,
  document,
  element,
  integer,
  list,
  maybe,
  shape,
  string,
} from '../document.ts'

const entry = shape({
  timestamp: element(dateTime, 'The time of the event.'),
  step: maybe(integer, 'The number of the step; absent for events of the job itself.'),
  attempts: maybe(integer, 'Number of retries of the step by then; absent if `step` is.'),
  event: element(string, 'The event, such as `created`, `started-asynchronously` or `priority-changed`.'),
  from: maybe(
    string,
    'The previous state or priority; absent if there was none. Of `kept` and `unkept`: a boolean.',
  ),
  to: element(string, 'The new state or priority. Of `kept` and `unkept`: whether the job is kept.'),
  cause: maybe(string, 'The cause of the event.'),
  node: maybe(string, 'The name of the node.'),
  user: maybe(string, 'The user who requested it.'),
})

export const JobHistoryDocument = document(
  'JobHistoryDocument',
  { entry: list(entry, 'The events, oldest first.') },
  { description: 'The history of a job and its steps.' },
)
export type JobHistoryDocument = DocumentOf<typeof JobHistoryDocument>
