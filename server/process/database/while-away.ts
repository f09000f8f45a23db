/** Waits at the start for a PostgreSQL that is starting, recovering, or not there yet. */
import type { Config } from '../../../config/config.ts'
import { isConnectionLost } from '../../../schema/sql/database-away.ts'
import { clock } from '../../../steps/engine/runtime/clock.ts'
import { CannotStart } from '../cannot-start.ts'
import type { Log } from '../log.ts'

/** PostgreSQL cannot be used; the message says why. */
export class NoDatabase extends CannotStart {
  override readonly name = 'NoDatabase'
}

interface Waiting {
  readonly config: Config
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Repeats the work, which must be safe to repeat, while no connection can be made or one breaks, for
 * DATABASE_WAIT at most. Throws NoDatabase after that, and for
 * every other error of PostgreSQL.
 */
export async function whileAway<T>({ config, log, signal }: Waiting, work: () => Promise<T>): Promise<T> {
  const since = clock.now()
  let said: { readonly reason: string; readonly at: number } | undefined
  for (;;) {
    try {
      const answer = await work()
      if (said) log.info(`PostgreSQL is available after ${seconds(clock.now() - since)} s`)
      return answer
    } catch (error) {
      signal.throwIfAborted()
      const waitedMs = clock.now() - since
      const limitMs = config.databaseWait * 1_000
      const reason = reasonOf(error)
      // An error without a code is a bug, whose stack trace is needed.
      if (error instanceof CannotStart || !hasCode(error)) throw error
      if (!isConnectionLost(error) || waitedMs >= limitMs) throw noDatabase(config, reason, waitedMs, error)
      if (said?.reason !== reason || clock.now() - said.at > SAY_EVERY_MS) {
        log.warn(`waiting for PostgreSQL, for ${seconds(limitMs - waitedMs)} s at most: ${reason}`)
        said = { reason, at: clock.now() }
      }
      await clock.sleep(Math.min(AGAIN_MS, limitMs - waitedMs), signal)
      signal.throwIfAborted()
    }
  }
}

function hasCode(error: unknown): boolean {
  return isConnectionLost(error) || typeof (error as { readonly code?: unknown }).code === 'string'
}

const AGAIN_MS = 500
const SAY_EVERY_MS = 10_000

function noDatabase({ databaseUrl }: Config, reason: string, waitedMs: number, cause: unknown): NoDatabase {
  const which = databaseUrl === undefined ? 'the embedded PostgreSQL' : 'the PostgreSQL at DATABASE_URL'
  const waited = waitedMs >= 1_000 ? ` (waited ${Math.floor(waitedMs / 1_000)} s, DATABASE_WAIT)` : ''
  return new NoDatabase(`Cannot use ${which}: ${reason}${waited}`, { cause })
}

/** A host name with several addresses fails with an AggregateError, whose own message is empty. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1_000)
}
