/** Describes the TaskDefinitionDocument and the TaskDefinitionListDocument (wire.md §11.1). */

import {
  boolean,
  type DocumentOf,
  document,
  integer,
  list,
  maybe,
  maybeAttribute,
  shape,
  string,
} from '../document.ts'
import { keyValues } from './key-value.ts'

const dependency = shape({
  step: maybe(integer, 'The step with this number; 0: none.'),
  previous: maybe(boolean, 'The step before it.'),
  allPrevious: maybe(boolean, 'All steps with smaller numbers.'),
})

const fields = {
  description: maybe(string, 'What the step does; shown as the description of the step.'),
  extradata: maybe(string, 'Kept for the client.'),
  flags: maybe(integer, 'Kept for the client; 0 by default.'),
  step: maybe(integer, 'The number of the step, unique in its job type.'),
  dependency: maybe(dependency, 'What must be FINISHED before it starts; nothing by default.'),
  parallelDependency: maybe(dependency, 'What must be at least STARTED_PARALLEL before it starts.'),
  jobType: maybe(string, 'The job type, unless the path names it.'),
  cleanup: maybe(boolean, 'Whether it runs only if the job fails or is aborted.'),
  critical: maybe(boolean, 'Whether its failure ends the job FAILED_TOTAL. Default true.'),
  script: maybe(string, 'The JavaScript that it runs.'),
  metadata: maybe(keyValues, 'Metadata of the definition; of a script, its limits.'),
  bean: maybe(string, '`callsheet` for a built-in step.'),
  method: maybe(string, 'The name of the built-in step that it runs, such as `transcode`.'),
  plugin: maybe(boolean, 'Always false.'),
  id: maybeAttribute(integer, 'The id of the definition; chosen by the server.'),
}

export const TaskDefinitionDocument = document('TaskDefinitionDocument', fields, {
  description: 'One step of a job type that is defined over the API: a script, or a built-in step.',
})
export type TaskDefinitionDocument = DocumentOf<typeof TaskDefinitionDocument>

export const TaskDefinitionListDocument = document(
  'TaskDefinitionListDocument',
  { task: list(shape(fields), 'The definitions, by step.') },
  { description: 'The steps of job types.' },
)
export type TaskDefinitionListDocument = DocumentOf<typeof TaskDefinitionListDocument>
