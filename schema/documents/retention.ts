/** Describes the answers of `GET /retention` and `POST /retention`. */

import {
  boolean,
  type DocumentOf,
  dateTime,
  document,
  element,
  float,
  integer,
  list,
  maybe,
  shape,
  string,
} from '../document.ts'

const NEXT = 'When the next of them go, if none goes now; absent: never, or now.'

const job = shape({
  month: maybe(
    string,
    'The month in which they ended, such as `2026-11` (UTC); absent: stored in no month, as those are that were kept ' +
      'when their month went.',
  ),
  type: element(string, 'Their job type.'),
  days: maybe(integer, 'How many days jobs of the type are kept; absent: for ever.'),
  count: element(integer, 'How many there are.'),
  kept: element(integer, 'How many of them have `keep=true`.'),
  going: element(integer, 'How many would go now.'),
  oldest: element(dateTime, 'When the oldest of them ended.'),
  next: maybe(dateTime, NEXT),
})

const month = shape({
  month: element(string, 'The month, such as `2026-11` (UTC).'),
  bytes: element(float, 'The disk that its jobs take without their parts, bytes.'),
  going: element(boolean, 'Whether its partition would be dropped now.'),
})

const range = shape({
  first: element(string, 'The first job of the range.'),
  last: element(string, 'The last job of the range.'),
  gone: element(integer, 'How many jobs have gone and left their parts behind.'),
  bytes: element(
    float,
    'The disk that steps, attempts, progress, logs, metadata and history of its jobs take, bytes.',
  ),
})

const delivery = shape({
  month: maybe(string, 'The month of their events, such as `2026-11` (UTC); absent: stored in no month.'),
  count: element(integer, 'How many there are.'),
  going: element(integer, 'How many would go now.'),
  oldest: element(dateTime, 'When the event of the oldest was.'),
  bytes: maybe(float, 'The disk that the month takes, bytes.'),
  next: maybe(dateTime, NEXT),
})

const audit = shape({
  days: maybe(integer, 'How many days the audit is kept; absent: for ever.'),
  count: element(integer, 'How many entries there are.'),
  going: element(integer, 'How many would go now.'),
  oldest: maybe(dateTime, 'The time of the oldest entry.'),
  bytes: element(float, 'The disk that they take, bytes.'),
})

export const RetentionDocument = document(
  'RetentionDocument',
  {
    days: maybe(
      integer,
      'How many days jobs are kept unless their type has days of its own; absent: for ever.',
    ),
    deliveryDays: maybe(integer, 'How many days deliveries are kept; absent: for ever.'),
    job: list(job, 'Finished jobs, by month and type.'),
    month: list(month, 'The months that jobs are stored in.'),
    range: list(
      range,
      'The ranges of jobs whose parts are stored together; they go when none of their jobs is left.',
    ),
    delivery: list(delivery, 'The deliveries of notifications, by month.'),
    audit: element(audit, 'The audit.'),
  },
  { description: 'What would go now, and when the next jobs go (Callsheet extension).' },
)
export type RetentionDocument = DocumentOf<typeof RetentionDocument>

export const RetentionRunDocument = document(
  'RetentionRunDocument',
  {
    jobsDropped: element(integer, 'Number of jobs that went with their month.'),
    jobsDeleted: element(integer, 'Number of jobs that were deleted one by one.'),
    jobsMoved: element(integer, 'Number of jobs that stay although their month went.'),
    rangesDropped: element(integer, 'Number of ranges whose parts went.'),
    rangesShrunk: element(integer, 'Number of ranges that have now only the parts of jobs that stay.'),
    deliveriesDropped: element(integer, 'Number of deliveries that went with their month.'),
    deliveriesDeleted: element(integer, 'Number of deliveries that were deleted one by one.'),
    auditDaysDropped: element(integer, 'Number of days of the audit that went.'),
    postponed: list(string, 'What other requests held for too long; the next run comes back to it.'),
  },
  { description: 'What has gone (Callsheet extension).' },
)
export type RetentionRunDocument = DocumentOf<typeof RetentionRunDocument>
