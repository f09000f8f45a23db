/** The table of attempts. */

import { defineEntity, p } from '@mikro-orm/core'
import { STEP_STATES } from '../states.ts'

/**
 * One run of one step on one node; on the wire a `task` of the job's `log`. Its id is that of its placement.
 */
const AttemptSchema = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  properties: {
    id: p.bigint('number').primary(),
    stepId: p.integer().fieldName('step_id'),
    jobId: p.integer().fieldName('job_id'),
    /** 0 for the first try. The run after a loss repeats the number. */
    attempt: p.smallint(),
    state: p.enum(STEP_STATES),
    nodeId: p.integer().fieldName('node_id').nullable(),
    started: p.datetime(),
    changed: p.datetime(),
    errorMessage: p.text().fieldName('error_message').nullable(),
  },
})

export class Attempt extends AttemptSchema.class {}
AttemptSchema.setClass(Attempt)
