/** Settings of retention: how long what has happened is kept. */
import { days, integer, optional, optionalDays, setting } from '../kinds.ts'

export const RETENTION = {
  jobDays: setting(
    'JOB_DAYS',
    'How many days finished jobs are kept, with their steps, metadata, history and logs. They go with the month that they ' +
      'ended in, up to 31 days later; with fewer than 31 days, on their day. `never`: they do not go. ' +
      'A job with `keep=true` stays in any case.',
    days(90),
  ),
  jobDaysByType: setting(
    'JOB_DAYS_BY_TYPE',
    'The days of job types that are kept for another time, such as `COPY_FILE=7 TRANSCODE=365 REPORT=never`.',
    optional(/./, 'days such as COPY_FILE=7 TRANSCODE=never'),
  ),
  deliveryDays: setting(
    'DELIVERY_DAYS',
    'How many days the deliveries of notifications are kept, as in JOB_DAYS. If not set: as many as JOB_DAYS.',
    optionalDays(),
  ),
  auditDays: setting(
    'AUDIT_DAYS',
    'How many days the audit is kept: who changed what, and who failed to sign in. `never`: it does not go.',
    days(90),
  ),
  lostFileDays: setting(
    'LOST_FILE_DAYS',
    'How many days files stay in the registry that are LOST, or that a job announced and never wrote, unless a shape or an ' +
      'unfinished job has them. `never`: they do not go.',
    days(90),
  ),
  retentionHour: setting(
    'RETENTION_HOUR',
    'The hour of the day, UTC, at which what is over goes. A server that was off then does it when it is on again.',
    integer(3, 0, 23),
  ),
} as const
