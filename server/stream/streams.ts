/** All live streams of this server: limits their number, feeds them and closes forbidden ones. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { readProgress } from '../../schema/queries/records/read-progress.ts'
import { type Clock, timeOfDay } from '../../steps/engine/runtime/clock.ts'
import type { JobListener } from '../../steps/engine/runtime/job-listener.ts'
import type { FindAccount } from '../auth/find-account.ts'
import type { Caller } from '../auth/roles.ts'
import { conflict, internalServer } from '../http/answer/fault.ts'
import type { LiveCaller } from './admit-listener.ts'
import type { Watched } from './message.ts'
import { progressSince, type Seen } from './progress-since.ts'
import { LiveStream, type Outlet } from './stream.ts'
import { hasExpired, OVER, stillValid, whyEnd } from './who-may-stay.ts'

export interface StreamParts {
  readonly fork: () => EntityManager
  readonly changes: JobListener
  readonly clock: Clock
  readonly find: FindAccount
  readonly onError: (error: unknown) => void
}

export class Streams {
  readonly #parts: StreamParts
  readonly #open = new Map<LiveStream, LiveCaller>()
  #polling: Promise<void> | undefined

  constructor(parts: StreamParts) {
    this.#parts = parts
  }

  /** The number of open streams. */
  get size(): number {
    return this.#open.size
  }

  /** Throws 409 if the user has too many streams, and 503 if the server has too many or stops. */
  refuseTooMany({ name }: Caller): void {
    const own = [...this.#open.values()].filter((user) => user.name === name).length
    if (own >= MOST_OF_ONE) throw conflict('stream', name, `the user already has ${MOST_OF_ONE} open streams`)
    if (this.size >= MOST) throw internalServer('too many open streams', 503, RETRY)
    if (this.#parts.changes.stopped) throw internalServer('the server is stopping', 503, RETRY)
  }

  /** Opens a stream to a client, until either side closes it. */
  open(user: LiveCaller, outlet: Outlet, watch?: Watched): LiveStream {
    const { fork, clock, changes, onError } = this.#parts
    const stream = new LiveStream(outlet, fork, clock)
    if (watch) stream.asked({ watch })
    this.#open.set(stream, user)
    const subscription = changes.subscribe((job) => stream.changed.note(job))
    const stop = () => stream.close(1001, 'the server is stopping')
    changes.ending.addEventListener('abort', stop, { once: true })
    if (changes.stopped) stop()
    void stream.run(onError).finally(() => {
      subscription[Symbol.dispose]()
      changes.ending.removeEventListener('abort', stop)
      this.#open.delete(stream)
    })
    this.#polling ??= this.#poll().finally(() => {
      this.#polling = undefined
    })
    return stream
  }

  /**
   * While a stream is open, sends new progress every second and closes streams that lost their permission.
   */
  async #poll(): Promise<void> {
    const { clock, changes, onError } = this.#parts
    let seen: Seen = new Map()
    for (let second = 1; this.size > 0; second += 1) {
      seen = await this.#sendProgress(seen).catch((error: unknown) => {
        onError(error)
        return seen
      })
      this.#closeExpired()
      if (second % CHECK_USERS_S === 0) await this.#closeForbidden().catch(onError)
      await clock.sleep(POLL_MS, changes.ending)
      // All open streams are being closed.
      if (changes.stopped) return
    }
  }

  async #sendProgress(seen: Seen): Promise<Seen> {
    const { now, further } = progressSince(seen, await readProgress(this.#parts.fork()))
    for (const [job, progress] of further)
      for (const stream of this.#open.keys()) stream.changed.note(job, progress)
    return now
  }

  #closeExpired(): void {
    for (const [stream, { signIn }] of this.#open)
      if (hasExpired(signIn, timeOfDay())) stream.close(1008, OVER[signIn.by])
  }

  /** Closes the streams of users who may no longer listen, and those that end with their sign-in. */
  async #closeForbidden(): Promise<void> {
    // Those that are opened meanwhile are looked at next time.
    const open = [...this.#open]
    const valid = await stillValid(
      open.map(([, caller]) => caller),
      this.#parts,
    )
    for (const [stream, caller] of open) {
      const why = whyEnd(caller, valid, timeOfDay())
      if (why !== undefined) stream.close(1008, why)
    }
  }
}

const MOST_OF_ONE = 20
const MOST = 200
const RETRY = { 'Retry-After': '5' }
const POLL_MS = 1_000
const CHECK_USERS_S = 5
