/** Repeats a write of an attempt until the database answers. */
import { isConnectionLost } from '../../../schema/sql/database-away.ts'
import type { Clock } from '../runtime/clock.ts'
import { type Publish, trouble } from '../runtime/events.ts'

/**
 * Tries again after each failure, and reports it. While the database is away there is no bound; of other
 * failures the last one that is allowed is thrown. Undefined when a stopping node has no more time.
 */
export async function retryWhileOffline<T>(
  { publish, clock }: { readonly publish: Publish; readonly clock: Clock },
  where: string,
  { signal, failures: most }: { readonly signal: AbortSignal; readonly failures: number },
  write: (isAgain: boolean) => Promise<T>,
): Promise<T | undefined> {
  const since = clock.now()
  let failures = 0
  for (let isAgain = false; ; isAgain = true) {
    try {
      return await write(isAgain)
    } catch (error) {
      if (!isConnectionLost(error)) failures += 1
      if (failures >= most) throw error
      trouble(publish, where)(error)
      if (signal.aborted && clock.now() - since > RECORD_WITHIN_MS) return undefined
      await clock.sleep(AGAIN_MS)
    }
  }
}

const AGAIN_MS = 500
/** How long a stopped attempt tries to record its end. */
const RECORD_WITHIN_MS = 5_000
