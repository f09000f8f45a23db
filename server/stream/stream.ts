/** One client of the live stream, over any transport: sends it changes, and drops it if it is too slow. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../schema/ids.ts'
import { readJobs } from '../../schema/queries/jobs/read-jobs.ts'
import { readLog } from '../../schema/queries/records/read-log.ts'
import type { Clock } from '../../steps/engine/runtime/clock.ts'
import { type Fault, notFound } from '../http/answer/fault.ts'
import { lineDocument } from '../job/read-the-log-of-a-job.ts'
import { Changed } from './changed.ts'
import type { Asked, Message, Watched } from './message.ts'

/** The transport of messages to one client. */
export interface Outlet {
  readonly send: (message: Message) => void
  /** Bytes that were written but have not left the process. */
  readonly unsent: () => number
  /** Sends a ping; false if the previous one was not answered. */
  readonly ping: () => boolean
  /** `code` as in RFC 6455 §7.4. */
  readonly close: (code: CloseCode, reason: string) => void
}

/** 1001: the server stops. 1008: invalid message, or user no longer permitted. 1013: client too slow. */
export type CloseCode = 1001 | 1008 | 1013

export class LiveStream {
  readonly changed = new Changed()
  readonly #outlet: Outlet
  readonly #fork: () => EntityManager
  readonly #clock: Clock
  readonly #closed = new AbortController()
  #watched: Watched | undefined
  /** The log was read to its end and the job is final, so that more lines are unlikely. */
  #quiet = false
  /** A message of the watched log was sent. */
  #logSent = false
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

  /** Handles a client message. A new watch replaces the old one; an invalid message ends the stream. */
  asked(asked: Asked): void {
    if ('wrong' in asked) this.refuse(asked.wrong)
    else {
      this.#watched = asked.watch === 'none' ? undefined : asked.watch
      this.#quiet = false
      this.#logSent = false
    }
  }

  refuse(fault: Fault): void {
    this.#outlet.send({ type: 'error', ...fault.document })
    this.close(1008, 'invalid message')
  }

  close(code: CloseCode, reason: string): void {
    if (this.closed.aborted) return
    this.gone()
    this.#outlet.close(code, reason)
  }

  /** The client has disconnected. */
  gone(): void {
    this.#closed.abort()
  }

  /** Sends messages until the stream is closed. Passes errors to `onError` and repeats the round. */
  async run(onError: (error: unknown) => void): Promise<void> {
    while (!this.closed.aborted) {
      const isBehind = await this.#round().catch((error: unknown) => {
        onError(error)
        return false
      })
      if (!isBehind) await this.#clock.sleep(ROUND_MS, this.closed)
    }
  }

  /** True if there is more to send at once. */
  async #round(): Promise<boolean> {
    this.#rounds += 1
    if (this.#rounds % PING_ROUNDS === 0 && !this.#outlet.ping()) this.close(1013, 'no answer to a ping')
    // Read nothing for a slow client: the log stays in the database, and changes in a bounded set.
    if (this.#outlet.unsent() > MOST_UNSENT) {
      this.#stalled += 1
      if (this.#stalled > STALLED_ROUNDS) this.close(1013, 'too slow')
      return false
    }
    this.#stalled = 0
    for (const message of this.changed.take()) this.#outlet.send(message)
    return this.#sendLog()
  }

  async #sendLog(): Promise<boolean> {
    const watched = this.#watched
    if (!watched || (this.#quiet && this.#rounds % QUIET_ROUNDS !== 0)) return false
    const { job, after, level } = watched
    const [read] = await readJobs(this.#fork(), [job], { metadata: false, steps: false })
    const cursor = after === undefined ? {} : { after }
    const { last, lines } = await readLog(this.#fork(), job, { level, number: PAGE, ...cursor })
    // The client may have changed its watch meanwhile.
    if (this.#watched !== watched || this.closed.aborted) return false
    if (!read) {
      this.#watched = undefined
      this.#outlet.send({ type: 'error', ...notFound('Job', siteId(job)).document })
      return false
    }
    // The first message is sent even without lines: it confirms the watch.
    if (lines.length > 0 || !this.#logSent)
      this.#outlet.send({
        ...{ type: 'log', job: siteId(job), line: lines.map(lineDocument) },
        ...(last !== undefined && { last }),
      })
    this.#logSent = true
    this.#watched = { job, after: last, level }
    this.#quiet = lines.length === 0 && read.finished !== null
    return lines.length === PAGE
  }
}

/** A client gets at most one message per job in this time, and a new log line within it. */
const ROUND_MS = 250
/** Rounds between reads of the log of a final job: lines of a dead node may still arrive. */
const QUIET_ROUNDS = 8
const PING_ROUNDS = 80
/** Log lines per message. */
const PAGE = 500
/** Bytes. Beyond this, sending pauses. */
const MOST_UNSENT = 262_144
/** Ten seconds of paused sending end the stream. */
const STALLED_ROUNDS = 40
