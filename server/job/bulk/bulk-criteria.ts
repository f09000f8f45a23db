/** The criteria of a bulk change, stricter than those of a list: a mistake must not widen the effect. */

import { listNearest } from '../../../schema/nearest.ts'
import { countJobs } from '../../../schema/queries/jobs/list-jobs.ts'
import { JOB_STATES, PRIORITIES } from '../../../schema/states.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { boolean, knownOrAll, someOf } from '../../http/request/parameter-kinds.ts'
import { filled, parameter, type ValuesOf } from '../../http/request/parameters.ts'
import { CRITERIA, FORMER_STATES } from '../request/criteria.ts'

export const BULK_CRITERIA = {
  ...filled({
    ...CRITERIA,
    state: { ...CRITERIA.state, kind: knownOrAll(JOB_STATES, FORMER_STATES) },
    priority: { ...CRITERIA.priority, kind: knownOrAll(PRIORITIES) },
    id: parameter(someOf, undefined, 'Only these jobs: comma-separated list of job ids, such as `VX-12`.'),
  }),
  all: parameter(boolean, false, 'Required to select all jobs, that is without any criterion but `user`.'),
} as const
type BulkCriteria = ValuesOf<typeof BULK_CRITERIA>

/** Throws 400 without a criterion, and for a job type that is neither declared nor that of a job. */
export async function refuseCareless(
  query: BulkCriteria,
  { em, engine }: Pick<Context, 'em' | 'engine'>,
): Promise<void> {
  if (!query.all && !hasCriterion(query))
    throw invalidInput('all', `expected a criterion (${NAMES.join(', ')}) or all=true, got neither`)
  const declared = query.type === 'all' ? [] : await engine.namesOfTypes(em)
  for (const type of query.type === 'all' ? [] : query.type) {
    if (declared.includes(type) || (await countJobs(em, { types: [type] })) > 0) continue
    throw invalidInput(
      'type',
      `expected a comma-separated list of ${listNearest(declared, type)}, or all, got “${type}”`,
      type,
    )
  }
}

/** `user` does not count: it selects all jobs of the user by default, and of all users if it is false. */
const NAMES = Object.keys(BULK_CRITERIA).filter(
  (name) => name !== 'user' && name !== 'all',
) as readonly Exclude<keyof BulkCriteria, 'user' | 'all'>[]

function hasCriterion(query: BulkCriteria): boolean {
  return NAMES.some((name) => {
    const value = query[name]
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== 'all'
  })
}
