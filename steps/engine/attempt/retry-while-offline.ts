import type { Clock } from '../runtime/clock.ts'
import { type Publish, trouble } from '../runtime/events.ts'

/** Asks again while the database is away; undefined when who is to stop has no more time. */
export async function retryWhileOffline<T>(
  { publish, clock }: { readonly publish: Publish; readonly clock: Clock },
  where: string,
  signal: AbortSignal,
  ask: (isAgain: boolean) => Promise<T>,
): Promise<T | undefined> {
  const since = clock.now()
  for (let isAgain = false; ; isAgain = true) {
    try {
      return await ask(isAgain)
    } catch (error) {
      trouble(publish, where)(error)
      if (signal.aborted && clock.now() - since > RECORD_WITHIN_MS) return undefined
      await clock.sleep(RECORD_AGAIN_MS)
    }
  }
}

const RECORD_AGAIN_MS = 500
/** How long a stopped attempt tries to record its end. */
const RECORD_WITHIN_MS = 5_000
