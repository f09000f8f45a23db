import type { LogLevel } from '../../../schema/log-level.ts'
import { appendLog, type LogLine } from '../../../schema/queries/records/append-log.ts'
import { type Progress, reportProgress } from '../../../schema/queries/records/report-progress.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { execute, type Statement } from '../../../schema/sql/execute.ts'
import { type Clock, every } from '../runtime/clock.ts'
import type { Line } from './attempt-log.ts'
import { storableText } from './storable.ts'

type Said = Omit<LogLine, 'agoMs'> & { readonly at: number }

/**
 * Collects what the attempts of this node say and writes it in batches: progress once a second, log lines every 250 ms
 * (design.md §3.15). What could not be written stays and goes with the next batch.
 */
export class Report {
  readonly #database: Database
  readonly #clock: Clock
  readonly #lines = new Map<number, number>()
  #said: Said[] = []
  #progress = new Map<number, Progress>()
  readonly #progressTurns = new Turns()
  readonly #logTurns = new Turns()

  constructor(database: Database, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /** Writes in the background until the signal is aborted. */
  async run(signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
    await Promise.all([
      every(PROGRESS_EVERY_MS, signal, onError, () => this.progressWritten()),
      every(LOG_EVERY_MS, signal, onError, () => this.#logWritten()),
    ])
  }

  progress(progress: Progress): void {
    // What no JSON can hold would keep all that is written with it from being written, too.
    if (![progress.value, progress.total ?? 0].every(Number.isFinite)) return
    this.#progress.set(progress.attempt, progress)
  }

  /** What a step says, up to a number of lines. */
  log(attempt: number, level: LogLevel, text: string): void {
    const lines = this.#lines.get(attempt) ?? 0
    if (lines >= MOST_LINES) return
    const isLast = lines + 1 === MOST_LINES
    this.say(attempt, {
      level,
      text: isLast ? `… what the step says further is left out: its log has ${MOST_LINES} lines` : text,
    })
  }

  /** What is said of an attempt, however much it says itself. */
  say(attempt: number, { level, text }: Line): void {
    const line = (this.#lines.get(attempt) ?? 0) + 1
    this.#lines.set(attempt, line)
    this.#said.push({ attempt, line, level, text: readable(text), at: this.#clock.now() })
  }

  /** Writes everything that was said so far. */
  async written(): Promise<void> {
    await Promise.all([this.progressWritten(), this.#logWritten()])
  }

  /** Writes the latest progress. */
  async progressWritten(): Promise<void> {
    await this.#progressTurns.take(() => this.#writeProgress())
  }

  /**
   * Carries work out with what writes the lines that were said so far, for a transaction that writes anyway: none where there are none.
   * When it fails, they stay and go with the next batch.
   */
  async along<T>(work: (log: readonly Statement[]) => Promise<T>): Promise<T> {
    return this.#logTurns.take(async () => {
      const batch = this.#said
      this.#said = []
      const now = this.#clock.now()
      const lines = batch.map(({ at, ...line }) => ({ ...line, agoMs: now - at }))
      try {
        return await work(lines.length > 0 ? [appendLog(lines)] : [])
      } catch (error) {
        this.#said = [...batch, ...this.#said].slice(-MOST_UNWRITTEN)
        throw error
      }
    })
  }

  /** Nothing more is said of an attempt: its lines need not be counted any more. */
  forget(attempt: number): void {
    this.#lines.delete(attempt)
  }

  async #writeProgress(): Promise<void> {
    const batch = this.#progress
    if (batch.size === 0) return
    this.#progress = new Map()
    try {
      await reportProgress(this.#database.em.fork(), [...batch.values()])
    } catch (error) {
      // What has been said meanwhile is newer.
      this.#progress = new Map([...batch, ...this.#progress])
      throw error
    }
  }

  async #logWritten(): Promise<void> {
    await this.along(async (log) => {
      for (const statement of log) await execute(this.#database.em.fork(), ...statement)
    })
  }
}

/** One after the other: a batch that is on its way must not be overtaken by the next, or who follows the log would miss it. */
class Turns {
  #last: Promise<unknown> = Promise.resolve()

  take<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work)
    this.#last = next.catch(() => undefined)
    return next
  }
}

const PROGRESS_EVERY_MS = 1_000
const LOG_EVERY_MS = 250
/** Of one attempt. A program that says more has nothing more to say that a person would read. */
const MOST_LINES = 10_000
/** Kept while the database is away. */
const MOST_UNWRITTEN = 50_000
const LONGEST_LINE = 4_000

/** Nobody reads past some thousand characters. */
function readable(text: string): string {
  return storableText(text.slice(0, LONGEST_LINE))
}
