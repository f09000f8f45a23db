/** All live streams of this server: who has one, how many, and what all of them are told. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { readProgress } from '../../schema/queries/records/read-progress.ts'
import type { Clock } from '../../steps/engine/runtime/clock.ts'
import type { JobListener } from '../../steps/engine/runtime/job-listener.ts'
import type { FindAccount } from '../auth/credentials.ts'
import { type Caller, holds } from '../auth/roles.ts'
import { conflict, internalServer } from '../http/answer/fault.ts'
import type { Watched } from './message.ts'
import { progressSince, type Seen } from './progress-since.ts'
import { type Outlet, Stream } from './stream.ts'

export interface StreamParts {
  readonly fork: () => EntityManager
  readonly changes: JobListener
  readonly clock: Clock
  readonly find: FindAccount
  readonly onError: (error: unknown) => void
}

export class Streams {
  readonly #parts: StreamParts
  readonly #open = new Map<Stream, string>()
  #looking: Promise<void> | undefined

  constructor(parts: StreamParts) {
    this.#parts = parts
  }

  /** How many are open. */
  get size(): number {
    return this.#open.size
  }

  /** Throws a fault when there are too many: 409 for those of one user, 503 for those of all, or when the server stops. */
  refuseTooMany({ name }: Caller): void {
    const own = [...this.#open.values()].filter((user) => user === name).length
    if (own >= MOST_OF_ONE) throw conflict('stream', name, `the user has ${MOST_OF_ONE} streams open`)
    if (this.size >= MOST) throw internalServer('too many streams are open', 503, RETRY)
    if (this.#parts.changes.stopped) throw internalServer('the server stops', 503, RETRY)
  }

  /** Begins to tell a client, until either side closes. */
  open(user: Caller, outlet: Outlet, watch?: Watched): Stream {
    const { fork, clock, changes, onError } = this.#parts
    const stream = new Stream(outlet, fork, clock)
    if (watch) stream.asked({ watch })
    this.#open.set(stream, user.name)
    const hearing = changes.hear((job) => stream.changed.note(job))
    const stop = () => stream.close(1001, 'the server stops')
    changes.ending.addEventListener('abort', stop, { once: true })
    if (changes.stopped) stop()
    void stream.run(onError).finally(() => {
      hearing[Symbol.dispose]()
      changes.ending.removeEventListener('abort', stop)
      this.#open.delete(stream)
    })
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    return stream
  }

  /** Once a second while there is a stream: what came further, and now and then whether everybody still may listen. */
  async #look(): Promise<void> {
    const { clock, changes, onError } = this.#parts
    let seen: Seen = new Map()
    for (let second = 1; this.size > 0; second += 1) {
      seen = await this.#tellProgress(seen).catch((error: unknown) => {
        onError(error)
        return seen
      })
      if (second % LOOK_AT_USERS_S === 0) await this.#closeForbidden().catch(onError)
      await clock.sleep(LOOK_MS, changes.ending)
      // Those that are open are being closed: nothing is left to look at.
      if (changes.stopped) return
    }
  }

  async #tellProgress(seen: Seen): Promise<Seen> {
    const { now, further } = progressSince(seen, await readProgress(this.#parts.fork()))
    for (const [job, progress] of further)
      for (const stream of this.#open.keys()) stream.changed.note(job, progress)
    return now
  }

  /** A stream ends with the right to have it. */
  async #closeForbidden(): Promise<void> {
    for (const name of new Set(this.#open.values())) {
      const account = await this.#parts.find(name)
      if (account && !account.disabled && holds(account, '_job_read')) continue
      for (const [stream, user] of this.#open)
        if (user === name) stream.close(1008, 'the user may not listen any more')
    }
  }
}

const MOST_OF_ONE = 20
const MOST = 200
const RETRY = { 'Retry-After': '5' }
const LOOK_MS = 1_000
const LOOK_AT_USERS_S = 5
