/** Has the background queue do the recurring work of the servers; runs in each server with an API. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Config } from '../../config/config.ts'
import { forgetKeys } from '../../schema/queries/jobs/idempotency.ts'
import { analyzeParents } from '../../schema/queries/nodes/analyze-grown.ts'
import { forgetProblems } from '../../schema/queries/problems/problems.ts'
import { forgetFiles } from '../../schema/queries/retention/forget-files.ts'
import { clock } from '../../steps/engine/runtime/clock.ts'
import { mediaRootsOf } from '../process/tools.ts'
import { retentionRules } from '../retention/rules.ts'
import { type Gone, runRetention } from '../retention/run.ts'
import { dropIdleUploads } from '../upload/drop-idle.ts'
import type { BackgroundQueue, RecurringWork } from './background-queue.ts'

export interface RecurringContext {
  readonly open: () => Promise<BackgroundQueue>
  readonly work: readonly RecurringWork[]
  readonly onError: (error: unknown) => void
  /** From the start of the server until it opens the queue, ms. Default: a minute. */
  readonly afterMs?: number
}

export class Recurring implements AsyncDisposable {
  readonly #stop = new AbortController()
  readonly #ended: Promise<void>

  constructor(context: RecurringContext) {
    this.#ended = this.#begin(context)
  }

  /** A server has better things to do at its start, and one that is soon stopped need not open the queue. */
  async #begin({ open, work, onError, afterMs = AFTER_MS }: RecurringContext): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      await clock.sleep(afterMs, signal)
      if (signal.aborted) return
      try {
        const queue = await open()
        for (const one of work) await queue.repeat(one)
        return
      } catch (error) {
        onError(error)
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#ended
  }
}

const AFTER_MS = 60_000

export interface WorkContext {
  readonly fork: () => EntityManager
  readonly config: Config
  /** Whether a newer server has migrated the database: this one then leaves the work to that. */
  readonly isOutdated: () => boolean
  readonly onError: (error: unknown) => void
  readonly onGone: (gone: Gone) => void
}

/**
 * All recurring work of the servers. What is due within seconds is done by the elected node (decision 22).
 */
export function recurringWork(context: WorkContext): readonly RecurringWork[] {
  const { fork, config, onGone } = context
  const { rules } = retentionRules(config)
  return [
    {
      name: 'retention',
      cron: `0 ${config.retentionHour} * * *`,
      run: reporting(context, async (signal) => {
        const gone = await runRetention({ fork, rules, signal })
        if (gone) onGone(gone)
        if (signal.aborted) throw new Error('the server stopped before it was done')
        if (gone && gone.postponed.length > 0)
          throw new Error(`in use for too long: ${gone.postponed.join(', ')}`)
      }),
    },
    {
      name: 'upkeep',
      cron: '30 * * * *',
      run: reporting(context, async () => {
        await forgetKeys(fork())
        await forgetProblems(fork())
        await analyzeParents(fork())
        await dropIdleUploads(fork(), mediaRootsOf(config))
        await forgetAll(fork, config.lostFileDays)
      }),
    },
  ]
}

/** In batches, because each locks its files. */
async function forgetAll(fork: WorkContext['fork'], days: Config['lostFileDays']): Promise<void> {
  if (days === 'never') return
  while ((await forgetFiles(fork(), days, MOST_FORGOTTEN)) === MOST_FORGOTTEN);
}

const MOST_FORGOTTEN = 1_000

function reporting({ isOutdated, onError }: WorkContext, run: RecurringWork['run']): RecurringWork['run'] {
  return async (signal) => {
    if (isOutdated()) throw new Error('left to a newer server')
    try {
      await run(signal)
    } catch (error) {
      if (!signal.aborted) onError(error)
      throw error
    }
  }
}
