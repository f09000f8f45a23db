/** Describes the JobDocument and the JobListDocument. */

import {
  attribute,
  boolean,
  content,
  type DocumentOf,
  dateTime,
  document,
  element,
  float,
  integer,
  itself,
  list,
  maybe,
  maybeAttribute,
  maybeList,
  oneOf,
  shape,
  string,
} from '../document.ts'
import { FAILURE_CAUSES } from '../failure-cause.ts'
import { JOB_STATES, PRIORITIES, STEP_STATES } from '../states.ts'
import { keyValue } from './key-value.ts'

const progress = shape({
  value: content(float, 'The amount done, in units.'),
  total: maybeAttribute(integer, 'The total amount, in units; 100 for percent.'),
  unit: maybeAttribute(string, '`bytes` or `percent`.'),
})

const subStep = shape({
  timestamp: element(dateTime, 'When the line was written.'),
  description: element(string, 'The text of the line.'),
})

const task = shape({
  step: element(integer, 'The number of the step, such as 100.'),
  attempts: element(integer, 'Number of retries: 0 if the first attempt succeeded.'),
  status: element(oneOf(STEP_STATES), 'The state of the step.'),
  timestamp: element(dateTime, 'When the state last changed.'),
  description: maybe(string, 'What the step does.'),
  progress: maybe(progress, 'The progress of the step.'),
  subStep: maybeList(subStep, 'Log lines of the step.', { empty: 'omit' }),
  errorMessage: maybe(string, 'Why it failed.'),
  totalSubTasks: maybe(integer, 'Number of sub tasks of the step.'),
  subTask: list(itself, 'The sub tasks.'),
  warnings: maybe(
    integer,
    'Number of warnings that the step has logged (Callsheet extension); absent if none.',
  ),
  errors: maybe(integer, 'Number of errors that the step has logged (Callsheet extension); absent if none.'),
  id: maybeAttribute(integer, 'The id of the task.'),
})

const waiting = shape({
  resourceId: maybe(string, 'The id of the resource that the job waits for.'),
  resourceType: maybe(string, 'The type of the problem, such as `STORAGE`.'),
  requirement: maybe(string, 'What is required of the resource.'),
})

const currentStep = shape({
  description: maybe(string, 'What the step does.'),
  number: element(integer, 'Its position among `totalSteps`, from 1; not the number of the step.'),
  status: element(oneOf(STEP_STATES), 'The state of the step.'),
})

const job = {
  jobId: element(string, 'Job id, such as `VX-12`.'),
  user: maybe(string, 'The user who owns the job.'),
  started: maybe(dateTime, 'When the job was created, even if it has not run yet.'),
  finished: maybe(dateTime, 'When the job reached its final state; absent until then.'),
  status: element(oneOf(JOB_STATES), 'The state of the job.'),
  type: element(string, 'A name from `GET /jobtype`.'),
  subJob: maybeList(itself, 'The jobs that this job consists of.', { empty: 'omit' }),
  priority: element(oneOf(PRIORITIES), 'The priority of the job.'),
  waiting: maybe(waiting, 'What a WAITING job waits for.'),
  currentStep: maybe(currentStep, 'The step that is running, or that ran last.'),
  data: maybeList(
    keyValue,
    'Job metadata, ordered by key. Present, even if empty, whenever it is requested.',
  ),
  totalSteps: maybe(integer, 'Number of steps of the job.'),
  log: maybe(
    shape({ task: list(task, 'The attempts, ordered by the number of the step.') }),
    'The attempts of the steps.',
  ),
  reason: maybe(
    string,
    'The reason for the state of the job, as a sentence (Callsheet extension); only if requested.',
  ),
  failureCause: maybe(
    oneOf(FAILURE_CAUSES),
    'Why the job is FAILED_TOTAL or ABORTED, as a word for programs (Callsheet extension).',
  ),
  failedStep: maybe(integer, 'The number of the step that failed the job (Callsheet extension).'),
  stoppedBy: maybe(
    string,
    'The user who ended the job early and kept what it had made (Callsheet extension).',
  ),
  paused: maybe(
    string,
    'The user who paused the job (Callsheet extension); absent if it is not paused or has ended.',
  ),
  keep: maybe(
    boolean,
    '`true`: the job stays when others of its age go (Callsheet extension); absent otherwise.',
  ),
}

export const JobDocument = document('JobDocument', job, { description: 'A job.' })
export type JobDocument = DocumentOf<typeof JobDocument>

const facet = shape({
  field: element(string, 'The counted field: `type`, `state`, `user` or `failureCause`.'),
  count: list(
    shape({
      value: content(integer, 'Number of jobs with this value.'),
      fieldValue: attribute(string, 'The value of the field.'),
    }),
    'The counts, highest first.',
  ),
  range: maybeList(
    shape({
      value: content(integer, 'Number of jobs in the range.'),
      start: maybeAttribute(string, 'The start of the range.'),
      end: maybeAttribute(string, 'The end of the range.'),
    }),
    'Counts by range; no field of jobs has ranges.',
    { empty: 'omit' },
  ),
  name: maybeAttribute(string, 'The name of the facet in the request.'),
})

const notFound = shape({
  type: maybe(string, 'The kind of resource.'),
  id: maybe(string, 'The unknown id.'),
  context: maybe(string, 'Where it was looked up.'),
})

export const JobListDocument = document(
  'JobListDocument',
  {
    hits: maybe(integer, 'Number of matching jobs, before paging.'),
    job: list(shape(job), 'The jobs of this page.'),
    facet: maybeList(facet, 'The requested facets, in the order of the request.', {
      empty: 'omit',
    }),
    notFound: maybeList(notFound, 'Requested jobs that do not exist.', { empty: 'omit' }),
  },
  { description: 'A page of jobs, and counts of all matching jobs.' },
)
export type JobListDocument = DocumentOf<typeof JobListDocument>
