/** Reads the next lines of a job’s log. */
import type { JobLogDocument } from '../../../../schema/documents/job-log.ts'
import { callFor } from '../call.ts'
import type { Wire } from '../wire.ts'

export interface LogPlace {
  /** `last` of an earlier response; undefined to read from the beginning. */
  readonly after: string | undefined
  /** The maximum number of lines. */
  readonly number: number
  readonly signal: AbortSignal
}

/** `GET /job/(job-id)/log`, all levels. */
export async function readJobLog(jobId: string, { after, number, signal }: LogPlace) {
  const path = `job/${encodeURIComponent(jobId)}/log`
  const { last, line = [] } = await callFor<Partial<Wire<JobLogDocument>>>({
    ...{ method: 'GET', path, query: { after, number }, signal },
  })
  return { last, line }
}
