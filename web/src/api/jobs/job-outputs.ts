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

/** The URL of an output for an element that cannot send credentials. Of a package, that of its playlist. */
export function outputUrl(jobId: string, output: Output, ticket: string, download = false): string {
  const [entry] = isPackage(output) ? output.link.split('/').slice(-1) : []
  const path = [`job/${encodeURIComponent(jobId)}/output/${output.number}`, entry ?? []].flat().join('/')
  const url = new URL(path, API)
  url.searchParams.set('ticket', ticket)
  if (download) url.searchParams.set('download', 'true')
  return url.href
}

/** A folder with a playlist and segments, for streaming. */
export function isPackage({ mediaType }: Pick<Output, 'mediaType'>): boolean {
  return mediaType === 'application/vnd.apple.mpegurl'
}
