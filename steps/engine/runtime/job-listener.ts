import pg from 'pg'
import { type Connection, clientOptions } from '../../../schema/sql/database.ts'
import { type Clock, every } from './clock.ts'
import { CHANNEL, callsIn } from './wake.ts'

/** Told the id of a job that has changed; `any` when calls may have been missed, so that any job may have. */
export type Hear = (job: number | 'any') => void

/** Waits for one job to move. Ends with its scope. */
export interface JobWatch extends Disposable {
  /**
   * Resolves when the job has moved since it was asked for the last time, or is not in the state any more that was last seen;
   * at the latest after `ms`, and at once when the signal is aborted or the server stops.
   */
  moved(seen: string, ms: number, signal: AbortSignal): Promise<void>
}

/**
 * Hears which jobs have moved, from whatever process moved them, on one connection of its own however many wait. Hearing is a
 * matter of speed only: once a second it also looks, in one statement, so a call that was missed delays and loses nothing.
 */
export class JobListener implements AsyncDisposable {
  readonly #clock: Clock
  readonly #stop = new AbortController()
  readonly #stopped: AbortSignal
  readonly #watches = new Map<number, Set<Waiter>>()
  readonly #hearers = new Set<Hear>()
  readonly #ended: Promise<void>

  /** Ends all waits when `signal` is aborted. */
  constructor(
    connection: Connection,
    clock: Clock,
    onError: (error: unknown) => void,
    signal: AbortSignal = new AbortController().signal,
  ) {
    this.#clock = clock
    this.#stopped = AbortSignal.any([signal, this.#stop.signal])
    this.#ended = this.#listen(connection, onError)
  }

  /** Aborted when waits are answered at once, because the server stops. */
  get ending(): AbortSignal {
    return this.#stopped
  }

  /** True when waits are answered at once, because the server stops. */
  get stopped(): boolean {
    return this.#stopped.aborted
  }

  /** How many wait. */
  get watching(): number {
    return [...this.#watches.values()].reduce((sum, { size }) => sum + size, 0)
  }

  watch(jobId: number): JobWatch {
    const waiting: Waiter = { seen: undefined, called: false, wake: () => undefined }
    const others = this.#watches.get(jobId) ?? new Set()
    this.#watches.set(jobId, others.add(waiting))
    return {
      moved: (seen, ms, signal) => this.#moved(waiting, seen, ms, signal),
      [Symbol.dispose]: () => {
        others.delete(waiting)
        if (others.size === 0) this.#watches.delete(jobId)
      },
    }
  }

  /** Tells of every job that has moved, or of which a step has, until the scope ends. `hear` must not throw. */
  hear(hear: Hear): Disposable {
    this.#hearers.add(hear)
    return { [Symbol.dispose]: () => this.#hearers.delete(hear) }
  }

  async #moved(waiting: Waiter, seen: string, ms: number, signal: AbortSignal): Promise<void> {
    const moved = new AbortController()
    waiting.seen = seen
    waiting.wake = () => moved.abort()
    if (!waiting.called) {
      await this.#clock.sleep(ms, AbortSignal.any([moved.signal, signal, this.#stopped]))
    }
    waiting.called = false
    waiting.wake = () => undefined
  }

  async #listen(connection: Connection, onError: (error: unknown) => void): Promise<void> {
    while (!this.stopped) {
      const client = new pg.Client({
        ...clientOptions(connection),
        keepAlive: true,
        query_timeout: ANSWER_WITHIN_MS,
      })
      const cut = new AbortController()
      client.on('error', onError).once('end', () => cut.abort())
      client.on('notification', ({ payload }) => {
        for (const call of callsIn(payload)) this.#called(call)
      })
      try {
        await client.connect()
        await client.query(`listen ${CHANNEL}`)
        for (const hear of this.#hearers) hear('any')
        await every(LOOK_MS, AbortSignal.any([cut.signal, this.#stopped]), onError, () => this.#look(client))
      } catch (error) {
        onError(error)
      }
      await client.end().catch(() => undefined)
      await this.#clock.sleep(RECONNECT_MS, this.#stopped)
    }
  }

  #called(call: string): void {
    const [what, id] = call.split(':')
    if (what === 'job') this.#wake(Number(id))
    if (what === 'job' || what === 'step') for (const hear of this.#hearers) hear(Number(id))
  }

  /** Wakes who waits for a job that is in another state than was seen, or is gone. */
  async #look(client: pg.Client): Promise<void> {
    if (this.#watches.size === 0) return
    const { rows } = await client.query<{ id: number; state: string }>(LOOK, [[...this.#watches.keys()]])
    const states = new Map(rows.map(({ id, state }) => [id, state] as const))
    for (const [jobId, watches] of this.#watches) {
      const isElsewhere = ({ seen }: Waiter) => seen !== undefined && seen !== states.get(jobId)
      if ([...watches].some(isElsewhere)) this.#wake(jobId)
    }
  }

  #wake(jobId: number): void {
    for (const waiting of this.#watches.get(jobId) ?? []) {
      waiting.called = true
      waiting.wake()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#ended
  }
}

interface Waiter {
  /** The state its client knows; undefined until it waits. */
  seen: string | undefined
  /** Whether the job has moved since it waited last. */
  called: boolean
  wake: () => void
}

/** A database that does not answer for so long is away. */
const ANSWER_WITHIN_MS = 5_000
const RECONNECT_MS = 500
const LOOK_MS = 1_000
const LOOK = /* sql */ `select id, state from callsheet.job where id = any($1)`
