import { defineEntity, p } from '@mikro-orm/core'
import { STEP_STATES } from '../states.ts'

/** One run of one step on one node; a task of `log/task` on the wire. Its id is that of the placement it came from. */
const AttemptSchema = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  properties: {
    id: p.bigint('number').primary(),
    stepId: p.integer().fieldName('step_id'),
    jobId: p.integer().fieldName('job_id'),
    /** 0 for the first try. Runs that were lost with their node repeat the number. */
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
