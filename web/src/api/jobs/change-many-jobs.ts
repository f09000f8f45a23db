/** One thing for many jobs: `POST /job/bulk`. */
import type { BulkAction } from '../../../../schema/documents/job-bulk.ts'
import type { Priority } from '../../../../schema/states.ts'
import { callFor } from '../call.ts'
import type { BulkAnswer } from '../wire.ts'

/** What is to be done, as the operation takes it. */
export interface BulkChange {
  readonly action: BulkAction
  readonly newPriority?: Priority
  readonly reason?: string
  readonly cleanup?: boolean
}

/** At most some hundred ids, as they have to fit into a URL that every proxy takes. Throws a `Refusal` or `Unreachable`. `once`: the same key does nothing twice; undefined: only what would be done is told. */
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
