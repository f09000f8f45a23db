import type { EntityManager } from '@mikro-orm/postgresql'
import type { JobDocument } from '../../../schema/documents/job.ts'
import type { ReadJob } from '../../../schema/queries/jobs/read-jobs.ts'
import { isFinal } from '../../../schema/states.ts'
import { reasonsOf } from '../../../steps/engine/why/why.ts'
import { boolean } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { sentence } from './sentence.ts'

/** The query parameter that asks for them (ours). */
export const REASON = parameter(
  boolean,
  false,
  'Include with each job that is not over why it is where it is, as a sentence; `GET /job/{jobId}/reason` says more.',
)

/** What goes into the documents of these jobs as `reason`, by their ids; nothing unless it is asked for. */
export async function reasonsFor(
  em: EntityManager,
  jobs: readonly ReadJob[],
  asked: boolean,
): Promise<ReadonlyMap<number, Pick<JobDocument, 'reason'>>> {
  const living = asked ? jobs.filter(({ state }) => !isFinal(state)).map(({ id }) => id) : []
  const reasons = await reasonsOf(em, living)
  return new Map([...reasons].map(([id, { reason }]) => [id, { reason: sentence(reason) }]))
}
