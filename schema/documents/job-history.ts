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
  timestamp: element(dateTime, 'When it happened.'),
  step: maybe(integer, 'The number of the step it happened to; absent when it happened to the job itself.'),
  attempts: maybe(integer, 'How often the step had been tried again by then; absent where `step` is.'),
  event: element(string, 'What happened, such as `created`, `started-asynchronously` or `priority-changed`.'),
  from: maybe(string, 'The state before, or the priority; absent for what was not there before.'),
  to: element(string, 'The state after, or the priority.'),
  cause: maybe(string, 'Why.'),
  node: maybe(string, 'The name of the node it happened on.'),
  user: maybe(string, 'Who asked for it.'),
})

export const JobHistoryDocument = document(
  'JobHistoryDocument',
  { entry: list(entry, 'What happened, the oldest first.') },
  { description: 'Everything that has happened to a job and its steps.' },
)
export type JobHistoryDocument = DocumentOf<typeof JobHistoryDocument>
