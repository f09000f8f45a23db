/** Describes the NotificationDocument (wire.md §14.2). */

import {
  anything,
  boolean,
  type DocumentOf,
  document,
  element,
  empty,
  integer,
  list,
  maybe,
  maybeAttribute,
  maybeList,
  shape,
  string,
} from '../document.ts'

const http = shape({
  extradata: maybe(string, 'A text that each delivery repeats.'),
  retry: maybe(integer, 'How often a delivery that fails is tried again. Default 5.'),
  contentType: maybe(string, '`application/xml` (default), `application/json` or `text/plain`.'),
  url: element(string, 'Where to deliver. May have a user and a password: `http://user:password@host/`.'),
  method: maybe(string, 'POST (default) or PUT.'),
  timeout: maybe(string, 'Time for one delivery, s. Default 10, at most 60; 0 is 60.'),
  secret: maybe(
    string,
    'The key of the signature in `X-Callsheet-Signature` (Callsheet extension). Never given back.',
  ),
  synchronous: maybeAttribute(
    boolean,
    'Whether a request that changes a job waits for the first attempt, at most for `timeout`. No job waits.',
  ),
  group: maybeAttribute(string, 'Deliveries of a group are sent one after the other.'),
})

const kept = (kind: string) => maybe(anything, `Kept and given back; ${kind}.`)

const action = shape({
  http: maybe(http, 'An HTTP request.'),
  ejb: kept('not carried out'),
  jms: kept('not carried out'),
  javascript: kept('not carried out'),
  sqs: kept('not carried out'),
  sns: kept('not carried out'),
})

const jobdata = shape({
  key: maybe(string, 'A metadata key.'),
  'key-regex': maybe(string, 'A regular expression for the whole key.'),
  value: maybe(string, 'Its value.'),
  'value-regex': maybe(string, 'A regular expression for the whole value.'),
})

/** What a delivery can be restricted to. */
export const CONTENT_FILTERS = [
  'jobId',
  'jobState',
  'user',
  'startTime',
  'jobType',
  'jobData',
  'errorMessage',
  'itemId',
  'totalSteps',
  'currentStep',
] as const

const job = shape({
  placeholder: maybe(boolean, 'Only for jobs that were started with this notification.'),
  contentFilters: maybe(
    shape({ contentFilter: list(string, `Which data is sent: ${CONTENT_FILTERS.join(', ')}.`) }),
    'Restricts what is sent. Default: all data of the job.',
  ),
  filter: maybe(
    shape({
      type: maybeList(string, 'Job types; each may also be a comma-separated list.', { empty: 'omit' }),
      step: maybe(integer, 'Only while this step is the current one.'),
      jobdata: maybe(jobdata, 'Only jobs with this metadata.'),
    }),
    'Which jobs.',
  ),
  create: maybe(empty, 'When a job is created.'),
  update: maybe(empty, 'When a job or one of its steps has changed, at most once a second.'),
  stop: maybe(empty, 'When a job has reached a final state.'),
  finished: maybe(empty, 'When a job has ended as FINISHED or FINISHED_WARNING. `finish` is accepted, too.'),
  finish: maybe(empty, 'The same as `finished`.'),
  fail: maybe(empty, 'When a job has ended as FAILED_TOTAL.'),
})

/** Filters and other members are kept, and restrict nothing. */
const media = (of: string, events = ['create', 'modify', 'delete']) =>
  maybe(anything, `Events ${of}: ${events.map((one) => `\`${one}\``).join(', ')}. Without any: all of them.`)

const trigger = shape({
  job: maybe(job, 'Events of jobs.'),
  metadata: media('of the metadata of items', ['modify']),
  item: media('of items'),
  collection: kept('never fired yet'),
  storage: media('of storages'),
  file: media('of files'),
  group: kept('never fired yet'),
  access: kept('never fired yet'),
  shape: media('of shapes'),
  quota: kept('never fired yet'),
  document: kept('never fired yet'),
  deletionLock: kept('never fired yet'),
})

export const NotificationDocument = document(
  'NotificationDocument',
  {
    action: element(action, 'What to do.'),
    trigger: maybe(trigger, 'When. A placeholder notification may omit it: then for each job that names it.'),
  },
  { description: 'A notification: what happens when, for example, a job ends.' },
)
export type NotificationDocument = DocumentOf<typeof NotificationDocument>
