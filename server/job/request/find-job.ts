/** Reads the job that a path names. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf } from '../../../schema/ids.ts'
import { type JobParts, type ReadJob, readJobs } from '../../../schema/queries/jobs/read-jobs.ts'
import { notFound } from '../../http/answer/fault.ts'

/** Throws `notFound` for an unknown id, and for a text that is not an id (wire.md §5.2). */
export async function findJob(em: EntityManager, jobId: string, parts: JobParts): Promise<ReadJob> {
  const serial = serialOf(jobId)
  const [job] = serial === undefined ? [] : await readJobs(em, [serial], parts)
  if (!job) throw notFound('Job', jobId)
  return job
}
