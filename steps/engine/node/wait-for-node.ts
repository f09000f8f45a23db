/** Lets a step that no node can run wait for one. */
import { needFrom } from '../../../schema/need.ts'
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import type { Database } from '../../../schema/sql/database.ts'
import type { UnrunnableStep } from '../admission/admission-round.ts'
import { nodeCondition } from '../admission/node-requirements.ts'
import { waitsFor } from '../declare/problem.ts'
import type { Publish } from '../runtime/events.ts'
import { changeAndPublish } from '../transition/change-job.ts'
import type { Change } from '../transition/requested-change.ts'

export async function waitForNode(database: Database, publish: Publish, step: UnrunnableStep): Promise<void> {
  await changeAndPublish(database, publish, step.jobId, (job) => waiting(job, step))
}

function waiting(job: LockedJob, { number, need, lacks }: UnrunnableStep): Change | undefined {
  const step = job.steps.find((one) => one.number === number)
  const isPlaced = job.placements.some(({ stepId }) => stepId === step?.id)
  if (step?.state !== 'READY' || isPlaced) return undefined
  const condition = nodeCondition(needFrom(need), lacks)
  const reason = waitsFor(condition)
  return { transitions: [{ number, event: 'must-wait', condition, reason }], cause: reason }
}
