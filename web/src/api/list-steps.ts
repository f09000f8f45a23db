/** Lists the steps of a job type. */
import type { JobTypeDocument } from '../../../schema/documents/job-type.ts'
import { callFor } from './call.ts'
import type { Wire } from './wire.ts'

/** A step of a job type. */
export type Step = Wire<JobTypeDocument>['step'][number]

/** `GET /jobtype/(type)`, in the order of the job type. */
export async function listSteps(type: string): Promise<readonly Step[]> {
  const path = `jobtype/${encodeURIComponent(type)}`
  const { step = [] } = await callFor<Partial<Wire<JobTypeDocument>>>({ method: 'GET', path })
  return step
}
