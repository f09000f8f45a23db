/** Lets a request wait until the synchronous deliveries of what it has done have been attempted. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../schema/ids.ts'
import {
  type Awaited,
  type AwaitedEvents,
  eventsToAwait,
  readAwaited,
} from '../../schema/queries/notifications/awaited.ts'
import type { Clock } from '../../steps/engine/runtime/clock.ts'
import { timeoutOf } from './deliver.ts'

export interface FirstAttemptsContext {
  readonly fork: () => EntityManager
  readonly clock: Clock
  /** Makes deliveries of what has just happened, rather than at the next round. */
  readonly hurry: () => void
  readonly onError: (error: unknown) => void
}

interface Waiting {
  readonly events: readonly AwaitedEvents[]
  readonly since: number
  readonly end: (sentences: readonly string[]) => void
}

/** All waiting requests share one query at a time, however many they are. */
export class FirstAttempts {
  readonly #context: FirstAttemptsContext
  readonly #waiting = new Set<Waiting>()
  #isPolling = false

  constructor(context: FirstAttemptsContext) {
    this.#context = context
  }

  /**
   * Resolves with a sentence for each notification that was not delivered by then, when all have been
   * attempted once or have had the time for it; at once if the signal is aborted. `ms`: the age of the
   * request. Never rejects: what the request did is done.
   */
  async of(jobIds: readonly number[], ms: number, signal: AbortSignal): Promise<readonly string[]> {
    const { fork, clock, hurry, onError } = this.#context
    const events = await eventsToAwait(fork(), jobIds, ms + SLACK_MS).catch(onError)
    if (!events || events.length === 0 || signal.aborted) return []
    hurry()
    return new Promise((resolve) => {
      const waiting: Waiting = { events, since: clock.now(), end }
      const gone = () => end([])
      const waitingFor = this.#waiting
      function end(sentences: readonly string[]): void {
        waitingFor.delete(waiting)
        signal.removeEventListener('abort', gone)
        resolve(sentences)
      }
      this.#waiting.add(waiting)
      signal.addEventListener('abort', gone)
      if (!this.#isPolling) void this.#poll()
    })
  }

  async #poll(): Promise<void> {
    const { clock, onError } = this.#context
    this.#isPolling = true
    while (this.#waiting.size > 0) {
      await clock.sleep(EVERY_MS)
      const asked = [...this.#waiting]
      try {
        await this.#look(asked)
      } catch (error) {
        onError(error)
        for (const { end } of asked) end([])
      }
    }
    this.#isPolling = false
  }

  async #look(asked: readonly Waiting[]): Promise<void> {
    const { fork, clock } = this.#context
    const found = await readAwaited(
      fork(),
      asked.flatMap(({ events }) => events),
    )
    let at = 0
    for (const { events, since, end } of asked) {
      const ofRequest = found.slice(at, at + events.length)
      at += events.length
      if (!isAwaited(ofRequest, clock.now() - since)) end(undeliveredIn(ofRequest))
    }
  }
}

/**
 * Whether a delivery is still to be attempted for the first time, and has had less time for that than its
 * time-out and a second, in which it is queued. Pure.
 */
export function isAwaited(found: readonly Awaited[], waitedMs: number): boolean {
  return found.some(
    ({ coming, deliveries }) =>
      (coming && waitedMs < MATCHED_WITHIN_MS) ||
      deliveries.some(
        ({ attempts, outcome, timeout }) =>
          attempts === 0 &&
          outcome === 'pending' &&
          waitedMs < timeoutOf({ timeout: timeout ?? undefined }) + QUEUED_WITHIN_MS,
      ),
  )
}

/** A sentence for each notification that was not delivered. Pure. */
export function undeliveredIn(found: readonly Awaited[]): readonly string[] {
  const sentences = found
    .flatMap(({ deliveries }) => deliveries)
    .filter(({ outcome }) => outcome !== 'delivered')
    .map(({ notificationId, attempts, status, error, outcome }) => {
      const why = error ?? (status === null ? undefined : `it was answered with ${status}`)
      const next = outcome === 'pending' ? ', and is tried again' : ''
      const tried = attempts > 0 && why !== undefined ? `: ${why}` : ''
      return `the synchronous notification ${siteId(notificationId)} was not delivered${next}${tried}`
    })
  return [...new Set(sentences)]
}

const EVERY_MS = 50
/** Added to the age of a request: the clocks of processor and database tick at different moments. */
const SLACK_MS = 50
/** Events are matched at once, updates after a second; this long only while the notifier is in trouble. */
const MATCHED_WITHIN_MS = 5_000
const QUEUED_WITHIN_MS = 1_000
