import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../../schema/ids.ts'
import { type JobStatus, readJobStatus } from '../../../schema/queries/jobs/job-status.ts'
import { isFinal } from '../../../schema/states.ts'
import { hasBegunCleanup } from '../../../steps/engine/transition/cleanup.ts'
import { type Fault, invalidInput, notFound } from '../../http/answer/fault.ts'

/** What changes nothing of a job that is over, or is so already. */
export type JobAction = 'abort' | 'stop' | 'pause' | 'resume'

/** Why asking this of the job would change nothing, as the answer to who asks; undefined when it would change something. */
export async function whyRefused(em: EntityManager, id: number, ask: JobAction): Promise<Fault | undefined> {
  const job = await readJobStatus(em, id)
  if (!job) return notFound('Job', siteId(id))
  const explanation = isFinal(job.state) ? `The job is over: it is ${job.state}` : already(job, ask)
  return explanation === undefined ? undefined : invalidInput('id', explanation)
}

function already(job: JobStatus, ask: JobAction): string | undefined {
  const { state, aborted, stopped, paused, steps, cleanupGivenUp } = job
  if (ask === 'resume') return paused ? undefined : 'The job is not paused'
  // An abort of a job that is being cleaned up ends that.
  if (ask === 'abort' && aborted && cleanupGivenUp === null && hasBegunCleanup(steps)) return undefined
  if (aborted || state === 'ABORTED_PENDING') return 'The job is being aborted already'
  if (ask === 'stop' && stopped) return 'The job was asked to stop already'
  if (ask === 'pause' && paused) return 'The job is paused already'
  return undefined
}
