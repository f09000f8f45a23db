/** Describes the JobLogDocument, the answer of `GET /job/{job-id}/log`. */

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
  timestamp: element(dateTime, 'When the line was written.'),
  level: element(oneOf(LOG_LEVELS), 'The level of the line.'),
  step: element(integer, 'The number of the step, such as 100.'),
  attempts: element(integer, 'The attempt of the step, from 0. The attempt after a loss repeats the number.'),
  task: element(integer, 'The id of the attempt: the `id` of a `task` in the `log` of the job.'),
  number: element(integer, 'The number of the line within the attempt, from 1.'),
  text: element(string, 'The text of the line.'),
})

export const JobLogDocument = document(
  'JobLogDocument',
  {
    hits: element(
      integer,
      'Number of lines that match the level and the time range, regardless of `after` and `number`.',
    ),
    last: maybe(
      string,
      'How far the log has been read: `after` of the next request. Absent until there is something to read.',
    ),
    line: list(line, 'The lines. Lines of one attempt are in the order in which it wrote them.'),
  },
  { description: 'Log lines of the attempts of a job.' },
)
export type JobLogDocument = DocumentOf<typeof JobLogDocument>
