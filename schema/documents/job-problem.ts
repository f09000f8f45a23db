/** Describes the JobProblemListDocument. */

import { type DocumentOf, document, element, integer, list, shape, string } from '../document.ts'
import { keyValue } from './key-value.ts'

const problem = shape({
  id: element(integer, 'The id of the problem.'),
  type: element(string, 'The type of the problem, such as `STORAGE`.'),
  data: list(
    keyValue,
    'The resource, such as a storage, and what is required of it. A key is repeated if the jobs differ in it.',
  ),
  job: list(string, 'The ids of the jobs that wait for it.'),
})

export const JobProblemListDocument = document(
  'JobProblemListDocument',
  { problem: list(problem, 'The unresolved problems.', { empty: 'omit' }) },
  { description: 'The conditions that jobs wait for.' },
)
export type JobProblemListDocument = DocumentOf<typeof JobProblemListDocument>
