/** Notifies requests and streams of this server when a job changes in any process. */
import pg from 'pg'
import { type Connection, clientOptions } from '../../../schema/sql/database.ts'
import { type Clock, every } from './clock.ts'
import { CHANNEL, callsIn } from './wake.ts'

/** Receives the id of a changed job, or `any` if wake-ups may have been lost and any job may have changed. */
export type OnJobChange = (job: number | 'any') => void

/** Waits for changes of one job until it is disposed. */
export interface JobWatch extends Disposable {
  /**
   * Resolves when the job has changed since the last call, or is no longer in the state `seen`. Resolves
   * after `ms` at the latest, and immediately when the signal is aborted or the server stops.
   */
  moved(seen: string, ms: number, signal: AbortSignal): Promise<void>
}

/**
 * Receives the wake-ups of all processes on one dedicated connection, for any number of watches. Wake-ups
 * only save time: once a second one statement also reads the states of all watched jobs, so a lost wake-up
 * causes a delay and nothing else.
 */
export class JobListener implements AsyncDisposable {
  readonly #clock: Clock
  readonly #stop = new AbortController()
  readonly #stopped: AbortSignal
  readonly #watches = new Map<number, Set<Waiter>>()
  readonly #subscribers = new Set<OnJobChange>()
  readonly #ended: Promise<void>

  /** All watches resolve when `signal` is aborted. */
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

  /** Aborted when the server stops; all watches then resolve immediately. */
  get ending(): AbortSignal {
    return this.#stopped
  }

  /** Whether the server is stopping. */
  get stopped(): boolean {
    return this.#stopped.aborted
  }

  /** The number of watches. */
  get watching(): number {
    return [...this.#watches.values()].reduce((sum, { size }) => sum + size, 0)
  }

  watch(jobId: number): JobWatch {
    const waiter: Waiter = { seen: undefined, changed: false, wake: () => undefined }
    const waiters = this.#watches.get(jobId) ?? new Set()
    this.#watches.set(jobId, waiters.add(waiter))
    return {
      moved: (seen, ms, signal) => this.#moved(waiter, seen, ms, signal),
      [Symbol.dispose]: () => {
        waiters.delete(waiter)
        if (waiters.size === 0) this.#watches.delete(jobId)
      },
    }
  }

  /** Calls `onChange` for every change of a job or of its steps until disposed. `onChange` must not throw. */
  subscribe(onChange: OnJobChange): Disposable {
    this.#subscribers.add(onChange)
    return { [Symbol.dispose]: () => this.#subscribers.delete(onChange) }
  }

  async #moved(waiter: Waiter, seen: string, ms: number, signal: AbortSignal): Promise<void> {
    const moved = new AbortController()
    waiter.seen = seen
    waiter.wake = () => moved.abort()
    if (!waiter.changed) {
      await this.#clock.sleep(ms, AbortSignal.any([moved.signal, signal, this.#stopped]))
    }
    waiter.changed = false
    waiter.wake = () => undefined
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
        for (const call of callsIn(payload)) this.#receive(call)
      })
      try {
        await client.connect()
        await client.query(`listen ${CHANNEL}`)
        for (const onChange of this.#subscribers) onChange('any')
        const connected = AbortSignal.any([cut.signal, this.#stopped])
        await every(CHECK_MS, connected, onError, () => this.#checkStates(client))
      } catch (error) {
        onError(error)
      }
      await client.end().catch(() => undefined)
      await this.#clock.sleep(RECONNECT_MS, this.#stopped)
    }
  }

  #receive(call: string): void {
    const [what, id] = call.split(':')
    if (what === 'job') this.#wake(Number(id))
    if (what === 'job' || what === 'step') for (const onChange of this.#subscribers) onChange(Number(id))
  }

  /** Wakes the waiters of jobs that are no longer in the state they saw, or no longer exist. */
  async #checkStates(client: pg.Client): Promise<void> {
    if (this.#watches.size === 0) return
    const { rows } = await client.query<{ id: number; state: string }>(STATES, [[...this.#watches.keys()]])
    const states = new Map(rows.map(({ id, state }) => [id, state] as const))
    for (const [jobId, waiters] of this.#watches) {
      const isOutdated = ({ seen }: Waiter) => seen !== undefined && seen !== states.get(jobId)
      if ([...waiters].some(isOutdated)) this.#wake(jobId)
    }
  }

  #wake(jobId: number): void {
    for (const waiter of this.#watches.get(jobId) ?? []) {
      waiter.changed = true
      waiter.wake()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#ended
  }
}

interface Waiter {
  /** The state that its client knows; undefined before the first wait. */
  seen: string | undefined
  /** Whether the job has changed since the last wait. */
  changed: boolean
  wake: () => void
}

/** A database that does not answer within this time is considered unreachable. */
const ANSWER_WITHIN_MS = 5_000
const RECONNECT_MS = 500
const CHECK_MS = 1_000
const STATES = /* sql */ `select id, state from callsheet.job where id = any($1)`
