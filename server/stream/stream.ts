/** One client of the live stream, whatever carries it: what it is told, and when it is dropped. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../schema/ids.ts'
import { readJobs } from '../../schema/queries/jobs/read-jobs.ts'
import { readLog } from '../../schema/queries/records/read-log.ts'
import type { Clock } from '../../steps/engine/runtime/clock.ts'
import { type Fault, notFound } from '../http/answer/fault.ts'
import { lineDocument } from '../job/read-the-log-of-a-job.ts'
import { Changed } from './changed.ts'
import type { Asked, Message, Watched } from './message.ts'

/** What carries messages to one client. */
export interface Outlet {
  readonly send: (message: Message) => void
  /** Bytes that were sent and have not left yet. */
  readonly unsent: () => number
  /** Asks for a sign of life; false when the last one was not answered. */
  readonly ping: () => boolean
  /** `code` as in RFC 6455 §7.4. */
  readonly close: (code: CloseCode, reason: string) => void
}

/** The server stops; a message that is not understood, or a user who may not any more; a client that is too slow. */
export type CloseCode = 1001 | 1008 | 1013

export class Stream {
  readonly changed = new Changed()
  readonly #outlet: Outlet
  readonly #fork: () => EntityManager
  readonly #clock: Clock
  readonly #closed = new AbortController()
  #watched: Watched | undefined
  /** Whether the log was read to its end and the job is final: nothing more is to be expected soon. */
  #quiet = false
  /** Whether a message of the watched log was sent. */
  #told = false
  #rounds = 0
  #stalled = 0

  constructor(outlet: Outlet, fork: () => EntityManager, clock: Clock) {
    this.#outlet = outlet
    this.#fork = fork
    this.#clock = clock
  }

  get closed(): AbortSignal {
    return this.#closed.signal
  }

  /** What the client has asked for; the latest holds. What is wrong ends the stream. */
  asked(asked: Asked): void {
    if ('wrong' in asked) this.refuse(asked.wrong)
    else {
      this.#watched = asked.watch === 'none' ? undefined : asked.watch
      this.#quiet = false
      this.#told = false
    }
  }

  refuse(fault: Fault): void {
    this.#outlet.send({ type: 'error', ...fault.document })
    this.close(1008, 'the message is not understood')
  }

  close(code: CloseCode, reason: string): void {
    if (this.closed.aborted) return
    this.gone()
    this.#outlet.close(code, reason)
  }

  /** The client has gone by itself. */
  gone(): void {
    this.#closed.abort()
  }

  /** Tells what there is to tell until it is closed. A database that is away is told to `onError`, and tried again. */
  async run(onError: (error: unknown) => void): Promise<void> {
    while (!this.closed.aborted) {
      const isBehind = await this.#round().catch((error: unknown) => {
        onError(error)
        return false
      })
      if (!isBehind) await this.#clock.sleep(ROUND_MS, this.closed)
    }
  }

  /** True when there is more to tell at once. */
  async #round(): Promise<boolean> {
    this.#rounds += 1
    if (this.#rounds % PING_ROUNDS === 0 && !this.#outlet.ping()) this.close(1013, 'no answer to a ping')
    // Nothing is read for who does not take it: what waits is in the database, and in a bounded set.
    if (this.#outlet.unsent() > MOST_UNSENT) {
      this.#stalled += 1
      if (this.#stalled > STALLED_ROUNDS) this.close(1013, 'too slow')
      return false
    }
    this.#stalled = 0
    for (const message of this.changed.take()) this.#outlet.send(message)
    return this.#tellLog()
  }

  async #tellLog(): Promise<boolean> {
    const watched = this.#watched
    if (!watched || (this.#quiet && this.#rounds % QUIET_ROUNDS !== 0)) return false
    const { job, after, level } = watched
    const [read] = await readJobs(this.#fork(), [job], { metadata: false, steps: false })
    const cursor = after === undefined ? {} : { after }
    const { last, lines } = await readLog(this.#fork(), job, { level, number: PAGE, ...cursor })
    // Meanwhile the client may have asked for another one.
    if (this.#watched !== watched || this.closed.aborted) return false
    if (!read) {
      this.#watched = undefined
      this.#outlet.send({ type: 'error', ...notFound('Job', siteId(job)).document })
      return false
    }
    // The first is told even when it is empty: it says that the log is followed.
    if (lines.length > 0 || !this.#told)
      this.#outlet.send({
        ...{ type: 'log', job: siteId(job), line: lines.map(lineDocument) },
        ...(last !== undefined && { last }),
      })
    this.#told = true
    this.#watched = { job, after: last, level }
    this.#quiet = lines.length === 0 && read.finished !== null
    return lines.length === PAGE
  }
}

/** At most one message for each job in that time, and a line that was written is told within it. */
const ROUND_MS = 250
/** Rounds between two looks at the log of a job that has ended: what a lost node still said may come late. */
const QUIET_ROUNDS = 8
const PING_ROUNDS = 80
/** Of the log in one message. */
const PAGE = 500
/** Bytes: what has not left by then waits until it has. */
const MOST_UNSENT = 262_144
/** Ten seconds in which not enough has left. */
const STALLED_ROUNDS = 40
