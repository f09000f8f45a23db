import {
  type DocumentOf,
  dateTime,
  document,
  element,
  integer,
  list,
  maybe,
  oneOf,
  shape,
  string,
} from '../document.ts'
import { LOG_LEVELS } from '../log-level.ts'

const line = shape({
  timestamp: element(dateTime, 'When it was said.'),
  level: element(oneOf(LOG_LEVELS), 'How much it matters.'),
  step: element(integer, 'The number of the step, such as 100.'),
  attempts: element(
    integer,
    'Which attempt of the step, from 0. One that was lost with its node repeats the number.',
  ),
  task: element(integer, 'The attempt among all: the `id` of a task in the `log` of the job.'),
  number: element(integer, 'Which line of the attempt, from 1.'),
  text: element(string, 'What was said.'),
})

export const JobLogDocument = document(
  'JobLogDocument',
  {
    hits: element(integer, 'Lines of that level and time, before `after` and `number`.'),
    last: maybe(
      string,
      'How far the log has been read: `after` of the next request. Absent while there is nothing to read.',
    ),
    line: list(line, 'The lines. Those of one attempt are in the order in which it said them.'),
  },
  { description: 'What the attempts of a job have said.' },
)
export type JobLogDocument = DocumentOf<typeof JobLogDocument>
