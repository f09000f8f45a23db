import type { JobLogDocument } from '../../../../schema/documents/job-log.ts'
import { callFor } from '../call.ts'
import type { Wire } from '../wire.ts'

export interface LogPlace {
  /** `last` of an earlier answer; undefined: from the beginning. */
  readonly after: string | undefined
  /** At most so many lines. */
  readonly number: number
  readonly signal: AbortSignal
}

/** The next lines of the log of a job, of all levels: `GET /job/(job-id)/log`. */
export async function readJobLog(jobId: string, { after, number, signal }: LogPlace) {
  const path = `job/${encodeURIComponent(jobId)}/log`
  const { last, line = [] } = await callFor<Partial<Wire<JobLogDocument>>>({
    ...{ method: 'GET', path, query: { after, number }, signal },
  })
  return { last, line }
}
