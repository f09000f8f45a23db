/** Lists the files that a job has made, and asks for a ticket that serves them. */
import type { JobOutputListDocument } from '../../../../schema/documents/job-output.ts'
import { API } from '../base.ts'
import { call, callFor } from '../call.ts'
import type { Wire } from '../wire.ts'

export type OutputList = Wire<JobOutputListDocument>
export type Output = OutputList['output'][number]

/** `GET /job/(job-id)/output`. */
export function listOutputs(jobId: string, signal: AbortSignal): Promise<OutputList> {
  return callFor({ method: 'GET', path: `job/${encodeURIComponent(jobId)}/output`, signal })
}

/** `POST /job/(job-id)/output/ticket`. Valid for an hour, for the outputs of this job. */
export async function getOutputTicket(jobId: string, signal: AbortSignal): Promise<string> {
  const path = `job/${encodeURIComponent(jobId)}/output/ticket`
  const response = await call({ method: 'POST', path, accept: 'text/plain', signal })
  return (await response.text()).trim()
}

/** The URL of an output for an element that cannot send credentials. */
export function outputUrl(jobId: string, number: number, ticket: string, download = false): string {
  const url = new URL(`job/${encodeURIComponent(jobId)}/output/${number}`, API)
  url.searchParams.set('ticket', ticket)
  if (download) url.searchParams.set('download', 'true')
  return url.href
}
