/** The table of steps. */

import { defineEntity, p } from '@mikro-orm/core'
import { STEP_STATES } from '../states.ts'

/** One numbered stage of a job, copied from the job type when the job was created. */
const StepSchema = defineEntity({
  name: 'StepRow',
  tableName: 'step',
  properties: {
    id: p.integer().primary().autoincrement(),
    jobId: p.integer().fieldName('job_id'),
    /** 100, 200 …: `log/task/step` on the wire. */
    number: p.integer(),
    /** The name that the step is registered by. */
    name: p.text(),
    description: p.text(),
    state: p.enum(STEP_STATES),
    /** 0 for the first try; on the wire `attempts`. */
    attempt: p.smallint(),
    /** Consecutive losses. Counted apart from attempts, because a dead node is not a failure of the step. */
    losses: p.smallint(),
    /** The priority of the job, repeated so that one index serves the queue. */
    priority: p.smallint(),
    /** Its need. Admission treats ready steps with equal needs alike. */
    need: p.text(),
    runsAs: p.text().fieldName('runs_as'),
    after: p.array((text) => Number(text)).columnType('integer[]'),
    alongside: p.array((text) => Number(text)).columnType('integer[]'),
    critical: p.boolean(),
    cleanup: p.boolean(),
    /** Total number of tries allowed. */
    tries: p.smallint(),
    /** Backoff before the first retry, s; null: the setting of the node. */
    backoff: p.integer().nullable(),
    result: p.json<unknown>().nullable(),
    errorMessage: p.text().fieldName('error_message').nullable(),
    retryAfter: p.datetime().fieldName('retry_after').nullable(),
    changed: p.datetime(),
  },
})

export class StepRow extends StepSchema.class {}
StepSchema.setClass(StepRow)
