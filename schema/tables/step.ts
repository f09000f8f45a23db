import { defineEntity, p } from '@mikro-orm/core'
import { STEP_STATES } from '../states.ts'

/** One numbered stage of a job, as instantiated from the job type when the job was created. */
const StepSchema = defineEntity({
  name: 'Step',
  tableName: 'step',
  properties: {
    id: p.integer().primary().autoincrement(),
    jobId: p.integer().fieldName('job_id'),
    /** 100, 200 …: `log/task/step` on the wire. */
    number: p.integer(),
    /** What the step does: the name it is registered by. */
    name: p.text(),
    description: p.text(),
    state: p.enum(STEP_STATES),
    /** 0 for the first try; on the wire `attempts`. */
    attempt: p.smallint(),
    /** Workers that died under it in a row; apart from attempts, because a lost node is not the step's fault. */
    losses: p.smallint(),
    /** The job's priority, repeated so that one index serves the queue. */
    priority: p.smallint(),
    /** What it needs to run: ready steps of one need are alike to admission. */
    need: p.text(),
    runsAs: p.text().fieldName('runs_as'),
    after: p.array((text) => Number(text)).columnType('integer[]'),
    alongside: p.array((text) => Number(text)).columnType('integer[]'),
    critical: p.boolean(),
    cleanup: p.boolean(),
    /** How often it may be tried in all. */
    tries: p.smallint(),
    /** Wait before the first retry, s; null: what its node has set. */
    backoff: p.integer().nullable(),
    result: p.json<unknown>().nullable(),
    errorMessage: p.text().fieldName('error_message').nullable(),
    retryAfter: p.datetime().fieldName('retry_after').nullable(),
    changed: p.datetime(),
  },
})

export class Step extends StepSchema.class {}
StepSchema.setClass(Step)
