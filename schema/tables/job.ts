/** The table of jobs. */

import { defineEntity, p } from '@mikro-orm/core'
import type { FailureCause } from '../failure-cause.ts'
import { JOB_STATES } from '../states.ts'

/**
 * A job that a client asked for. The table is partitioned by `finished`, which is null until the job ends.
 */
const JobSchema = defineEntity({
  name: 'Job',
  tableName: 'job',
  properties: {
    id: p.integer().primary().autoincrement(),
    type: p.text(),
    state: p.enum(JOB_STATES),
    /** Rank, LOWEST 1 … IMMEDIATE 6. */
    priority: p.smallint(),
    user: p.text().fieldName('user_name'),
    /** Creation time, as on the wire (wire.md §6.1). */
    started: p.datetime(),
    /** When its first step started. */
    runStarted: p.datetime().fieldName('run_started').nullable(),
    finished: p.datetime().nullable(),
    held: p.boolean(),
    abortRequested: p.datetime().fieldName('abort_requested').nullable(),
    abortUser: p.text().fieldName('abort_user').nullable(),
    abortReason: p.text().fieldName('abort_reason').nullable(),
    /** Whether the clean-up steps run when the job is aborted. */
    abortCleanup: p.boolean().fieldName('abort_cleanup').nullable(),
    paused: p.datetime().nullable(),
    pausedBy: p.text().fieldName('paused_by').nullable(),
    stopRequested: p.datetime().fieldName('stop_requested').nullable(),
    stopUser: p.text().fieldName('stop_user').nullable(),
    /** Why the engine gave it up. */
    givenUp: p.text().fieldName('given_up').nullable(),
    /** Why it is FAILED_TOTAL or ABORTED, for programs. */
    failureCause: p.string().$type<FailureCause>().columnType('text').fieldName('failure_cause').nullable(),
    /** How long it may queue, and how long it may run from the start of its first step, s. */
    queueLimit: p.integer().fieldName('queue_limit').nullable(),
    runLimit: p.integer().fieldName('run_limit').nullable(),
    /** When these limits expire. `queueUntil` counts from when the job began to queue. */
    queueUntil: p.datetime().fieldName('queue_until').nullable(),
    runUntil: p.datetime().fieldName('run_until').nullable(),
    /** When the time limit of its clean-up expires, and why the clean-up was given up. */
    cleanupUntil: p.datetime().fieldName('cleanup_until').nullable(),
    cleanupGivenUp: p.text().fieldName('cleanup_given_up').nullable(),
    /** The task groups it belongs to. */
    groups: p.array(),
    /** Whether retention leaves it. */
    keep: p.boolean(),
    /** The notification that it was started with. */
    notification: p.integer().nullable(),
    /** The data that its notifications repeat, as sent. */
    notificationData: p.array().fieldName('notification_data'),
  },
})

export class Job extends JobSchema.class {}
JobSchema.setClass(Job)
