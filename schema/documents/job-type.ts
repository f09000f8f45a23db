/** Describes the JobTypeDocument, the answer of `GET /jobtype/{type}`. */

import {
  boolean,
  type DocumentOf,
  document,
  element,
  float,
  integer,
  list,
  maybe,
  oneOf,
  shape,
  string,
} from '../document.ts'

const parameter = shape({
  key: element(string, 'The metadata key.'),
  required: element(boolean, 'Whether jobs without it are refused.'),
  description: element(string, 'What the key means.'),
  value: list(string, 'The allowed values; if there are none, any value is allowed.', {
    empty: 'omit',
  }),
  form: maybe(string, 'The format of the value, in words; if absent, any format is allowed.'),
})

const step = shape({
  number: element(integer, 'The number of the step, such as 100.'),
  name: element(string, 'The name of the step, such as `transcode`.'),
  description: element(string, 'What the step does.'),
  dependency: list(integer, 'The numbers of the steps that must be FINISHED before it starts.'),
  parallelDependency: list(
    integer,
    'The numbers of the steps that must be at least STARTED_PARALLEL before it starts.',
  ),
  critical: element(
    boolean,
    'Whether its failure ends the job FAILED_TOTAL; otherwise the job ends FINISHED_WARNING.',
  ),
  cleanup: element(boolean, 'Whether it runs only if the job fails or is aborted.'),
  runsAs: element(
    oneOf(['STARTED', 'STARTED_ASYNCHRONOUS']),
    'Its state while it runs. Transactional steps are STARTED and take no slot.',
  ),
  category: maybe(string, 'The category of the slot it takes, such as `cpu`.'),
  tries: element(integer, 'Total number of tries allowed.'),
  transient: maybe(
    boolean,
    'Whether its result ends with the job, so that a re-run from a later step runs it again; absent if not.',
  ),
  usualDuration: maybe(
    float,
    'Its mean run time in the last 20 successful jobs of the type, in seconds; absent if it ran in none.',
  ),
})

export const JobTypeDocument = document(
  'JobTypeDocument',
  {
    name: element(string, 'The name, as listed by `GET /jobtype`.'),
    description: element(string, 'What jobs of this type do.'),
    category: list(string, 'The categories of the slots that its steps take.'),
    parameter: list(parameter, 'The metadata keys that its jobs use.'),
    step: list(step, 'The steps of a job, each after its dependencies.'),
  },
  { description: 'A job type: its parameters and the graph of its steps.' },
)
export type JobTypeDocument = DocumentOf<typeof JobTypeDocument>
