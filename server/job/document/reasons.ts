/** Adds to job documents the reason for the state of each job. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { JobDocument } from '../../../schema/documents/job.ts'
import type { ReadJob } from '../../../schema/queries/jobs/read-jobs.ts'
import { isFinal } from '../../../schema/states.ts'
import { reasonsOf } from '../../../steps/engine/why/why.ts'
import { boolean } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { sentence } from './sentence.ts'

/** The query parameter that asks for reasons (Callsheet extension). */
export const REASON = parameter(
  boolean,
  false,
  'Include the reason for the state of each job. `GET /job/{jobId}/reason` has details.',
)

/** The `reason` for the document of each job, by job id. Empty unless asked for. */
export async function reasonsFor(
  em: EntityManager,
  jobs: readonly ReadJob[],
  asked: boolean,
): Promise<ReadonlyMap<number, Pick<JobDocument, 'reason'>>> {
  const explained = asked ? jobs.filter(isExplained).map(({ id }) => id) : []
  const reasons = await reasonsOf(em, explained)
  return new Map([...reasons].map(([id, { reason }]) => [id, { reason: sentence(reason) }]))
}

/** A job that ended well and was not stopped needs no explanation. */
function isExplained({ state, stoppedBy }: ReadJob): boolean {
  return !isFinal(state) || state !== 'FINISHED' || stoppedBy !== null
}
