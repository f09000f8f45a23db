import type { EntityManager } from '@mikro-orm/postgresql'
import type { JobListDocument } from '../../schema/documents/job.ts'
import type { Criteria } from '../../schema/queries/criteria.ts'
import { listJobs } from '../../schema/queries/list-jobs.ts'
import { readJobs } from '../../schema/queries/read-jobs.ts'
import type { ValuesOf } from '../parameters.ts'
import { orderOf, type PAGE } from './criteria.ts'
import { jobDocument, shown } from './document.ts'

/** One page of the jobs that match, as a document. */
export async function jobPage(
  em: EntityManager,
  criteria: Criteria,
  query: ValuesOf<typeof PAGE>,
): Promise<JobListDocument> {
  const offset = Math.max(query.first, 1) - 1
  const limit = Math.max(query.number, 0)
  const { hits, ids } = await listJobs(em, criteria, { offset, limit, order: orderOf(query.sort) })
  const look = query.idonly ? shown({}) : shown(query)
  const jobs = await readJobs(em, ids, { metadata: look.data !== 'none', steps: look.steps })
  return { hits, job: jobs.map((job) => jobDocument(job, look)) }
}

/** As text: the ids, each ended by CRLF (wire.md §3.3). */
export function jobLines({ job }: JobListDocument): string {
  return job.map(({ jobId }) => `${jobId}\r\n`).join('')
}
