import {
  boolean,
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

const parameter = shape({
  key: element(string, 'The metadata key.'),
  required: element(boolean, 'Whether a job is refused without it.'),
  description: element(string, 'What it says.'),
  value: list(string, 'The only values it can have; without any, it can have every value.', {
    empty: 'omit',
  }),
  form: maybe(string, 'What its value looks like, in words; without it, it can look like anything.'),
})

const step = shape({
  number: element(integer, 'The number of the step, such as 100.'),
  name: element(string, 'What carries it out, such as `transcode`.'),
  description: element(string, 'What it does.'),
  dependency: list(integer, 'The numbers of the steps that have to be FINISHED before it starts.'),
  parallelDependency: list(
    integer,
    'The numbers of the steps that have to be at least STARTED_PARALLEL before it starts.',
  ),
  critical: element(boolean, 'Whether its failure is the failure of the job; else it ends FINISHED_WARNING.'),
  cleanup: element(boolean, 'Whether it runs only when the job fails or is aborted.'),
  runsAs: element(
    oneOf(['STARTED', 'STARTED_ASYNCHRONOUS']),
    'The state it is in while it runs: short ones are STARTED and take no slot.',
  ),
  category: maybe(string, 'The kind of slot it takes, such as `cpu`.'),
  tries: element(integer, 'How often it is tried in all.'),
})

export const JobTypeDocument = document(
  'JobTypeDocument',
  {
    name: element(string, 'A name from `GET /jobtype`.'),
    description: element(string, 'What its jobs are for.'),
    category: list(string, 'The kinds of slots that its steps take.'),
    parameter: list(parameter, 'The metadata keys that mean something to its jobs.'),
    step: list(step, 'The steps of a job, each behind those it depends on.'),
  },
  { description: 'A job type: what its jobs are given, and the graph of their steps.' },
)
export type JobTypeDocument = DocumentOf<typeof JobTypeDocument>
