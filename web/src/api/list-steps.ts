import type { JobTypeDocument } from '../../../schema/documents/job-type.ts'
import { callFor } from './call.ts'
import type { Wire } from './wire.ts'

/** A step of a job type. */
export type Step = Wire<JobTypeDocument>['step'][number]

/** The steps that jobs of a type have, in their order: `GET /jobtype/(type)`. */
export async function listSteps(type: string): Promise<readonly Step[]> {
  const path = `jobtype/${encodeURIComponent(type)}`
  const { step = [] } = await callFor<Partial<Wire<JobTypeDocument>>>({ method: 'GET', path })
  return step
}
