import {
  attribute,
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
import { JOB_STATES, PRIORITIES, STEP_STATES } from '../states.ts'
import { keyValue } from './key-value.ts'

const progress = shape({
  value: content(float, 'How much is done, in units.'),
  total: maybeAttribute(integer, 'How much there is to do, in units; 100 for percent.'),
  unit: maybeAttribute(string, '`bytes` or `percent`.'),
})

const subStep = shape({
  timestamp: element(dateTime, 'When the line was written.'),
  description: element(string, 'The line.'),
})

const task = shape({
  step: element(integer, 'The number of the step, such as 100.'),
  attempts: element(integer, 'How often it was tried again: 0 when the first attempt succeeded.'),
  status: element(oneOf(STEP_STATES), 'The state of the step.'),
  timestamp: element(dateTime, 'When the state last changed.'),
  description: maybe(string, 'What the step does.'),
  progress: maybe(progress, 'How far it is.'),
  subStep: maybeList(subStep, 'What the step has logged.', { empty: 'omit' }),
  errorMessage: maybe(string, 'Why it failed.'),
  totalSubTasks: maybe(integer, 'How many sub tasks the step was cut into.'),
  subTask: list(itself, 'The sub tasks.'),
  id: maybeAttribute(integer, 'The id of the task.'),
})

const waiting = shape({
  resourceId: maybe(string, 'The id of what is waited for.'),
  resourceType: maybe(string, 'The type of the problem, such as `STORAGE`.'),
  requirement: maybe(string, 'What has to become true.'),
})

const currentStep = shape({
  description: maybe(string, 'What the step does.'),
  number: element(integer, 'Which step of `totalSteps` it is, from 1; not the number of the step.'),
  status: element(oneOf(STEP_STATES), 'The state of the step.'),
})

const job = {
  jobId: element(string, 'Job id, such as `VX-12`.'),
  user: maybe(string, 'The user the job belongs to.'),
  started: maybe(dateTime, 'When the job was created; present in READY too.'),
  finished: maybe(dateTime, 'When the job reached its final state; absent before.'),
  status: element(oneOf(JOB_STATES), 'The state of the job.'),
  type: element(string, 'A name from `GET /jobtype`.'),
  subJob: maybeList(itself, 'Jobs that this one is made of.', { empty: 'omit' }),
  priority: element(oneOf(PRIORITIES), 'Where the job stands in the queue.'),
  waiting: maybe(waiting, 'What a WAITING job waits for.'),
  currentStep: maybe(currentStep, 'The step that runs, or ran last.'),
  data: maybeList(
    keyValue,
    'Job metadata, ordered by key. Where it was asked for, the list is there even without entries.',
  ),
  totalSteps: maybe(integer, 'How many steps the job has.'),
  log: maybe(shape({ task: list(task, 'The steps, ordered by number.') }), 'What the steps have done.'),
  reason: maybe(string, 'Why the job is not over yet, as a sentence (ours); only where it was asked for.'),
  paused: maybe(string, 'Who has paused it (ours); absent when nobody has, and when it is over.'),
}

export const JobDocument = document('JobDocument', job, { description: 'A job.' })
export type JobDocument = DocumentOf<typeof JobDocument>

const facet = shape({
  field: element(string, 'What was counted: `type`, `state` or `user`.'),
  count: list(
    shape({
      value: content(integer, 'The jobs that have it.'),
      fieldValue: attribute(string, 'The value they have.'),
    }),
    'The counts, greatest first.',
  ),
  range: maybeList(
    shape({
      value: content(integer, 'The jobs within the range.'),
      start: maybeAttribute(string, 'Where the range begins.'),
      end: maybeAttribute(string, 'Where the range ends.'),
    }),
    'Counts of ranges; no field of jobs has any.',
    { empty: 'omit' },
  ),
  name: maybeAttribute(string, 'The name the request gave the facet.'),
})

const notFound = shape({
  type: maybe(string, 'What was looked for.'),
  id: maybe(string, 'The id that nothing has.'),
  context: maybe(string, 'Where it was looked for.'),
})

export const JobListDocument = document(
  'JobListDocument',
  {
    hits: maybe(integer, 'Jobs that match, before paging.'),
    job: list(shape(job), 'The jobs of this page.'),
    facet: maybeList(facet, 'The counts that were asked for, in the order of the request.', {
      empty: 'omit',
    }),
    notFound: maybeList(notFound, 'Jobs that were asked for and are not there.', { empty: 'omit' }),
  },
  { description: 'A page of jobs, and counts of all that match.' },
)
export type JobListDocument = DocumentOf<typeof JobListDocument>
