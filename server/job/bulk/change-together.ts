/** Applies an action to as many jobs of a bulk change as one transaction can change. */
import { siteId } from '../../../schema/ids.ts'
import type { MatchedJob } from '../../../schema/queries/jobs/match-jobs.ts'
import { isConnectionLost, isDatabaseAway } from '../../../schema/sql/database-away.ts'
import { internalError } from '../../http/answer/internal-error.ts'
import { ACTIONS } from '../actions/actions.ts'
import type { BulkContext, BulkOutcome, Request } from './change-one.ts'

/**
 * The outcomes of the jobs that are settled; each of the others has to be changed alone, and only then can
 * fail. After a broken connection, all are settled: they may have been changed, and must not be twice.
 */
export async function changeTogether(
  context: BulkContext,
  jobs: readonly MatchedJob[],
  { action, options, dryRun }: Request,
): Promise<readonly BulkOutcome[]> {
  const { applyTogether } = ACTIONS[action]
  // One job gains only from being noted in the transaction that changes it.
  const fewest = context.once ? 1 : 2
  if (!applyTogether || dryRun || jobs.length < fewest) return []
  const ids = jobs.map(({ id }) => id)
  try {
    const changed = await applyTogether(context, ids, options)
    return changed.map((id) => ({ id, done: { jobId: siteId(id) } }))
  } catch (error) {
    if (isDatabaseAway(error)) return []
    const { explanation } = internalError(error, context.logged)
    return isConnectionLost(error)
      ? ids.map((id) => ({ id, refused: { jobId: siteId(id), explanation } }))
      : []
  }
}
