/** Requests that change one job. Each throws a `Refusal` or `Unreachable`. */
import type { Priority } from '../../../../schema/states.ts'
import { call, callFor } from '../call.ts'
import type { JobDetail } from '../wire.ts'

/** `cleanup: false` skips the clean-up steps; allowed only while no step has started. */
export async function abortJob(
  jobId: string,
  query: { readonly reason?: string; readonly cleanup: boolean },
) {
  await call({ method: 'DELETE', path: at(jobId), query })
}

export async function deleteJob(jobId: string) {
  await call({ method: 'DELETE', path: 'job', query: { id: jobId } })
}

export async function askOf(jobId: string, what: 'stop' | 'pause' | 'resume') {
  await call({ method: 'POST', path: `${at(jobId)}/${what}` })
}

/** `holdJob: false` releases a job in HOLD. */
export async function modifyJob(
  jobId: string,
  query: { readonly priority?: Priority; readonly holdJob?: false },
) {
  await call({ method: 'PUT', path: at(jobId), query })
}

export async function runStep(jobId: string, step: number) {
  await call({ method: 'POST', path: `${at(jobId)}/step/${step}/run` })
}

/** Returns the new job. `once`: the same key does not start a second job. */
export function reRunJob(jobId: string, fromStep: number | undefined, once: string): Promise<JobDetail> {
  return callFor({ method: 'POST', path: `${at(jobId)}/re-run`, query: { fromStep }, once })
}

function at(jobId: string): string {
  return `job/${encodeURIComponent(jobId)}`
}
