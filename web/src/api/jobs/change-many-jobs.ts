/** Applies one action to many jobs: `POST /job/bulk`. */
import type { Priority } from '../../../../schema/states.ts'
import { callFor } from '../call.ts'
import type { BulkAnswer, OfferedAction } from '../wire.ts'

/** The action and its parameters, as the operation takes them. */
export interface BulkChange {
  readonly action: OfferedAction
  readonly newPriority?: Priority
  readonly reason?: string
  readonly cleanup?: boolean
}

/**
 * Takes at most a few hundred ids, which must fit into a URL that every proxy accepts. Throws a `Refusal` or
 * `Unreachable`. With `once`, a repeated key takes effect once; without it, the request is a dry run.
 */
export function changeManyJobs(
  ids: readonly string[],
  change: BulkChange,
  { once, signal }: { readonly once?: string; readonly signal?: AbortSignal },
): Promise<BulkAnswer> {
  return callFor({
    method: 'POST',
    path: 'job/bulk',
    ...(signal && { signal }),
    ...(once !== undefined && { once }),
    query: { ...change, user: false, dryRun: once === undefined, id: ids.join(',') },
  })
}
