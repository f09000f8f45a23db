/** Tells which jobs a request has changed or created. Pure. */
import { JobDocument } from '../../schema/documents/job.ts'
import { JobBulkDocument } from '../../schema/documents/job-bulk.ts'
import { serialOf } from '../../schema/ids.ts'
import type { Operation } from '../http/operation.ts'

/**
 * By the path, and by what the answer names: the created job, or those of a bulk change. `value` is what the
 * operation answers.
 */
export function changedJobs(
  { declaration: { method, readOnly, produces } }: Pick<Operation, 'declaration'>,
  path: Readonly<Record<string, string>>,
  value: unknown,
): readonly number[] {
  if (method === 'GET' || readOnly) return []
  const named = [path['jobId'], ...namedIn(produces, value)].map((id) => (id ? serialOf(id) : undefined))
  return [...new Set(named.filter((id) => id !== undefined))]
}

function namedIn(produces: unknown, value: unknown): readonly (string | undefined)[] {
  if (produces === JobDocument) return [(value as JobDocument | undefined)?.jobId]
  if (produces !== JobBulkDocument) return []
  const { dryRun, job } = value as JobBulkDocument
  return dryRun ? [] : job.flatMap(({ jobId, newJobId }) => [jobId, newJobId])
}
