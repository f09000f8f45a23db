/** Reads one page of a list of jobs as a document. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { JobListDocument } from '../../../schema/documents/job.ts'
import type { Criteria } from '../../../schema/queries/jobs/criteria.ts'
import { listJobs } from '../../../schema/queries/jobs/list-jobs.ts'
import { readJobs } from '../../../schema/queries/jobs/read-jobs.ts'
import type { Plain } from '../../http/answer/plain.ts'
import type { ValuesOf } from '../../http/request/parameters.ts'
import { MOST_JOBS, orderOf, type PAGE } from '../request/criteria.ts'
import { jobDocument, partsOf, shown } from './job-document.ts'
import { reasonsFor } from './reasons.ts'

/** The page of matching jobs that `query` asks for. */
export async function jobPage(
  em: EntityManager,
  criteria: Criteria,
  query: ValuesOf<typeof PAGE>,
): Promise<JobListDocument> {
  const offset = Math.max(query.first, 1) - 1
  const limit = Math.min(Math.max(query.number, 0), MOST_JOBS)
  const { hits, ids } = await listJobs(em, criteria, { offset, limit, order: orderOf(query.sort) })
  const look = query.idonly ? shown({}) : shown(query)
  const jobs = await readJobs(em, ids, partsOf(look))
  const reasons = await reasonsFor(em, jobs, query.reason && !query.idonly)
  return { hits, job: jobs.map((job) => ({ ...jobDocument(job, look), ...reasons.get(job.id) })) }
}

/** As text/plain: the job ids, each ended by CRLF (wire.md §3.3). */
export function jobLines({ job }: JobListDocument): Plain {
  return job.map(({ jobId }) => jobId)
}
