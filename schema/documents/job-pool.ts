/** Describes the JobPoolListDocument of `/configuration/job-pool`. */

import { type DocumentOf, document, element, integer, list, maybe, oneOf, shape } from '../document.ts'
import { PRIORITIES } from '../states.ts'

const pool = shape({
  priorityThreshold: element(oneOf(PRIORITIES), 'The pool admits jobs of this priority or above.'),
  size: element(integer, 'How many jobs it admits at once.'),
  running: maybe(
    integer,
    'How many jobs have a place of the pool now (Callsheet extension). Ignored in a request.',
  ),
})

export const JobPoolListDocument = document(
  'JobPoolListDocument',
  {
    concurrentJobs: maybe(
      integer,
      'How many jobs may run at once if there are no pools. If that is not limited, an answer has the number of all ' +
        'slots; it is absent while no node is alive.',
    ),
    pool: list(pool, 'The pools, in the order given; each threshold occurs once.'),
    running: maybe(
      integer,
      'How many jobs run now, except IMMEDIATE ones; more than the pools have places after a limit was lowered ' +
        '(Callsheet extension). Ignored in a request.',
    ),
    immediate: maybe(
      integer,
      'How many IMMEDIATE jobs run now; they take no place (Callsheet extension). Ignored in a request.',
    ),
  },
  { description: 'The job pools, and how many jobs may run at once without them.' },
)
export type JobPoolListDocument = DocumentOf<typeof JobPoolListDocument>
