/** Writes problems as a `JobProblemListDocument` and as text/plain. */
import type { JobProblemListDocument } from '../../../schema/documents/job-problem.ts'
import { siteId } from '../../../schema/ids.ts'
import type { ListedProblem } from '../../../schema/queries/problems/list-problems.ts'
import type { Plain } from '../../http/answer/plain.ts'

export function problemListDocument(problems: readonly ListedProblem[]): JobProblemListDocument {
  return { problem: problems.map(({ id, type, data, jobs }) => ({ id, type, data, job: jobs.map(siteId) })) }
}

/** One problem per line: id, type and jobs, separated by tabs as in other lists (wire.md §3.3). */
export function problemLines({ problem = [] }: JobProblemListDocument): Plain {
  return problem.map(({ id, type, job }) => [String(id), type, job.join(',')])
}
