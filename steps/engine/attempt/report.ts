/** Collects what attempts report, progress and log lines, and writes it in batches. */

import { storableText } from '../../../schema/codec/storable-text.ts'
import type { LogLevel } from '../../../schema/log-level.ts'
import { type AttemptKey, appendLog, type LogLine } from '../../../schema/queries/records/append-log.ts'
import { type AttemptProgress, reportProgress } from '../../../schema/queries/records/report-progress.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { execute, type Statement } from '../../../schema/sql/execute.ts'
import { type Clock, every } from '../runtime/clock.ts'
import { type Publish, trouble } from '../runtime/events.ts'

type StepProgress = Omit<AttemptProgress, 'warnings' | 'errors'> & { readonly value: number }
/** How many warnings and errors a step has logged. */
type Serious = Pick<AttemptProgress, 'warnings' | 'errors'>
const NONE: Serious = { warnings: 0, errors: 0 }

type Said = Omit<LogLine, 'agoMs'> & { readonly at: number }

/**
 * Progress is written once a second, log lines every 250 ms (design.md §3.15). A batch that fails goes with
 * the next.
 */
export class Report {
  readonly #database: Database
  readonly #clock: Clock
  readonly #lines = new Map<number, number>()
  #said: Said[] = []
  #progress = new Map<number, AttemptProgress>()
  readonly #serious = new Map<number, Serious>()
  readonly #progressQueue = new Queue()
  readonly #logQueue = new Queue()

  constructor(database: Database, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /** Writes in the background until the signal is aborted. */
  async run(signal: AbortSignal, publish: Publish): Promise<void> {
    const report = trouble(publish, 'report')
    await Promise.all([
      every(PROGRESS_EVERY_MS, signal, report, () => this.progressWritten()),
      every(LOG_EVERY_MS, signal, report, () => this.#logWritten()),
    ])
  }

  progress(progress: StepProgress): void {
    // A number that JSON cannot represent would keep the whole batch from being written.
    if (![progress.value, progress.total ?? 0].every(Number.isFinite)) return
    const { warnings, errors } = this.#serious.get(progress.attempt) ?? NONE
    this.#progress.set(progress.attempt, { ...progress, warnings, errors })
  }

  /** A line of a step, up to a number of lines. Warnings and errors beyond it are counted all the same. */
  log(of: AttemptKey, level: LogLevel, text: string): void {
    if (level === 'warning' || level === 'error') this.#count(of, level)
    const lines = this.#lines.get(of.attempt) ?? 0
    if (lines >= MOST_LINES) return
    const isLast = lines + 1 === MOST_LINES
    this.say(of, { level, text: isLast ? `… the log is full: it has ${MOST_LINES} lines` : text })
  }

  #count(of: AttemptKey, level: 'warning' | 'error'): void {
    const { warnings, errors } = this.#serious.get(of.attempt) ?? NONE
    const serious =
      level === 'warning' ? { warnings: warnings + 1, errors } : { warnings, errors: errors + 1 }
    this.#serious.set(of.attempt, serious)
    const last = this.#progress.get(of.attempt) ?? { ...of, value: null, total: null, unit: null }
    this.#progress.set(of.attempt, { ...last, ...serious })
  }

  /** A line of the engine, however many lines the step has written. */
  say(
    { job, attempt }: AttemptKey,
    { level, text }: { readonly level: LogLevel; readonly text: string },
  ): void {
    const line = this.nextLine(attempt)
    this.#lines.set(attempt, line)
    this.#said.push({ job, attempt, line, level, text: readable(text), at: this.#clock.now() })
  }

  /** The number of the next line in the log of an attempt. */
  nextLine(attempt: number): number {
    return (this.#lines.get(attempt) ?? 0) + 1
  }

  /** Writes everything reported so far. */
  async written(): Promise<void> {
    await Promise.all([this.progressWritten(), this.#logWritten()])
  }

  /** Writes the latest progress. */
  async progressWritten(): Promise<void> {
    await this.#progressQueue.add(() => this.#writeProgress())
  }

  /**
   * Does work that includes the statements which write the lines said so far, for a transaction that writes
   * anyway. When it fails, the lines go with the next batch.
   */
  async along<T>(work: (log: readonly Statement[]) => Promise<T>): Promise<T> {
    return this.#logQueue.add(async () => {
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

  /** The attempt has ended: its lines need no more numbers. */
  forget(attempt: number): void {
    this.#lines.delete(attempt)
    this.#serious.delete(attempt)
  }

  async #writeProgress(): Promise<void> {
    const batch = this.#progress
    if (batch.size === 0) return
    this.#progress = new Map()
    try {
      await reportProgress(this.#database.em.fork(), [...batch.values()])
    } catch (error) {
      this.#progress = new Map([
        ...batch,
        ...[...this.#progress].map(
          ([attempt, newer]) => [attempt, later(batch.get(attempt), newer)] as const,
        ),
      ])
      throw error
    }
  }

  async #logWritten(): Promise<void> {
    await this.along(async (log) => {
      for (const statement of log) await execute(this.#database.em.fork(), ...statement)
    })
  }
}

/** What was reported meanwhile is newer; only counts have no progress of their own. */
function later(older: AttemptProgress | undefined, newer: AttemptProgress): AttemptProgress {
  if (!older || newer.value !== null) return newer
  const { warnings, errors } = newer
  return { ...older, warnings, errors }
}

/**
 * Runs one piece of work at a time: a batch on its way must not be overtaken by the next, or a reader of the
 * log would miss it.
 */
class Queue {
  #last: Promise<unknown> = Promise.resolve()

  add<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work)
    this.#last = next.catch(() => undefined)
    return next
  }
}

const PROGRESS_EVERY_MS = 1_000
const LOG_EVERY_MS = 250
/** Of one attempt. A person reads no further. */
const MOST_LINES = 10_000
/** Kept while the database is away. */
const MOST_UNWRITTEN = 50_000
const LONGEST_LINE = 4_000

function readable(text: string): string {
  return storableText(text.slice(0, LONGEST_LINE))
}
