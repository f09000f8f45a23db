import { type DocumentOf, document, element, integer, list, shape, string } from '../document.ts'
import { keyValue } from './key-value.ts'

const problem = shape({
  id: element(integer, 'The id of the problem.'),
  type: element(string, 'What is wrong, such as `STORAGE`.'),
  data: list(
    keyValue,
    'What it is about, such as the storage, and what is wanted; a key is repeated where the jobs want differently.',
  ),
  job: list(string, 'Ids of the jobs that wait for it to pass.'),
})

export const JobProblemListDocument = document(
  'JobProblemListDocument',
  { problem: list(problem, 'The problems that have not passed.', { empty: 'omit' }) },
  { description: 'Conditions that keep jobs waiting.' },
)
export type JobProblemListDocument = DocumentOf<typeof JobProblemListDocument>
