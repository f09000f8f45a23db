/** The live stream of the page: one connection, reopened as long as a user is signed in. */
import { Refusal } from '../api/refusal.ts'
import { now, sleep } from '../time/clock.ts'
import {
  after,
  CONNECTING,
  type Connection,
  type Happening,
  nextWay,
  type Way,
  waitMs,
} from './connection.ts'
import type { Message } from './message.ts'
import type { Carrier, Hear, Watched } from './transport/carrier.ts'
import { openCarrier } from './transport/open-carrier.ts'

class LiveStream {
  #connection: Connection = CONNECTING
  #carrier: Carrier | undefined
  #way: Way = 'web-socket'
  #retry = new AbortController()
  readonly #listeners = new Set<() => void>()
  readonly #hearers = new Set<Hear>()

  readonly connection = (): Connection => this.#connection

  /** Calls back when the connection changes; returns an unsubscribe function. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls back for each message; returns an unsubscribe function. */
  hear(hearer: Hear): () => void {
    this.#hearers.add(hearer)
    return () => this.#hearers.delete(hearer)
  }

  /** Sets the job whose log is streamed, until the connection ends. */
  watch(watched: Watched | undefined): void {
    this.#carrier?.watch(watched)
  }

  /** Reconnects at once, unless the stream is open. */
  tryAgain(): void {
    if (this.#connection.is === 'live') return
    this.#way = 'web-socket'
    this.#apply({ type: 'retry-requested' })
    this.#retry.abort()
  }

  /** Closes the connection, which may be dead: another request to the server has failed. */
  doubt(): void {
    this.#carrier?.close()
  }

  /** Resolves when the connection is live (or, with `false`, not live), or when `signal` aborts. */
  async until(isLive: boolean, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const check = () => ((this.#connection.is === 'live') === isLive || signal.aborted) && resolve()
    const unsubscribe = this.subscribe(check)
    signal.addEventListener('abort', check)
    check()
    await promise
    signal.removeEventListener('abort', check)
    unsubscribe()
  }

  /** Keeps the stream open until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    this.#set(CONNECTING)
    while (!signal.aborted) {
      const ended = await this.#once(signal)
      if (signal.aborted) return
      this.#apply(ended)
      await sleep(waitMs(this.#connection, Math.random()), AbortSignal.any([signal, this.#retry.signal]))
      if (this.#retry.signal.aborted) this.#retry = new AbortController()
    }
  }

  /** Opens the stream once and resolves to how it ended. */
  async #once(signal: AbortSignal): Promise<Happening> {
    try {
      const carrier = await openCarrier(this.#way, (message) => this.#publish(message), signal)
      const opened = now()
      const how = await this.#use(carrier, signal)
      const openMs = now() - opened
      this.#way = nextWay(carrier.way, openMs)
      return how === 'refused' ? { type: how } : lost(openMs)
    } catch (error) {
      this.#way = 'web-socket'
      return error instanceof Refusal && error.status === 403 ? { type: 'refused' } : lost(0)
    }
  }

  async #use(carrier: Carrier, signal: AbortSignal): Promise<'lost' | 'refused'> {
    if (signal.aborted) carrier.close()
    signal.addEventListener('abort', carrier.close)
    this.#carrier = carrier
    this.#apply({ type: 'opened' })
    const how = await carrier.closed
    signal.removeEventListener('abort', carrier.close)
    if (this.#carrier === carrier) this.#carrier = undefined
    return how
  }

  #publish(message: Message): void {
    for (const hearer of [...this.#hearers]) hearer(message)
  }

  #apply(happening: Happening): void {
    this.#set(after(this.#connection, happening))
  }

  #set(connection: Connection): void {
    this.#connection = connection
    for (const listener of [...this.#listeners]) listener()
  }
}

function lost(openMs: number): Happening {
  return { type: 'lost', openMs, online: navigator.onLine }
}

export const liveStream = new LiveStream()
