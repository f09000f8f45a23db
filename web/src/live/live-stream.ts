/** The one live stream of the page, whatever carries it: opened, and opened again, for as long as somebody is signed in. */
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
  #again = new AbortController()
  readonly #listeners = new Set<() => void>()
  readonly #hearers = new Set<Hear>()

  readonly connection = (): Connection => this.#connection

  /** Calls back when the connection has changed; what it returns ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Passes on each message; what it returns ends that. */
  hear(hearer: Hear): () => void {
    this.#hearers.add(hearer)
    return () => this.#hearers.delete(hearer)
  }

  /** Whose log is told from now on, while this connection lasts. */
  watch(watched: Watched | undefined): void {
    this.#carrier?.watch(watched)
  }

  /** Tries at once to open what is not open. */
  tryAgain(): void {
    if (this.#connection.is === 'live') return
    this.#way = 'web-socket'
    this.#become({ type: 'asked-again' })
    this.#again.abort()
  }

  /** The server has not answered something else: what seems to be open may be dead. */
  doubt(): void {
    this.#carrier?.close()
  }

  /** Resolves when the connection is, or is not, live; or when `signal` aborts. */
  async until(isLive: boolean, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => ((this.#connection.is === 'live') === isLive || signal.aborted) && resolve()
    const end = this.subscribe(look)
    signal.addEventListener('abort', look)
    look()
    await promise
    signal.removeEventListener('abort', look)
    end()
  }

  /** Keeps it open until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    this.#set(CONNECTING)
    while (!signal.aborted) {
      const ended = await this.#once(signal)
      if (signal.aborted) return
      this.#become(ended)
      await sleep(waitMs(this.#connection, Math.random()), AbortSignal.any([signal, this.#again.signal]))
      if (this.#again.signal.aborted) this.#again = new AbortController()
    }
  }

  /** Opens it, and says how it ended. */
  async #once(signal: AbortSignal): Promise<Happening> {
    try {
      const carrier = await openCarrier(this.#way, (message) => this.#tell(message), signal)
      const opened = now()
      const how = await this.#carried(carrier, signal)
      const openMs = now() - opened
      this.#way = nextWay(carrier.way, openMs)
      return how === 'refused' ? { type: how } : lost(openMs)
    } catch (error) {
      this.#way = 'web-socket'
      return error instanceof Refusal && error.status === 403 ? { type: 'refused' } : lost(0)
    }
  }

  async #carried(carrier: Carrier, signal: AbortSignal): Promise<'lost' | 'refused'> {
    if (signal.aborted) carrier.close()
    signal.addEventListener('abort', carrier.close)
    this.#carrier = carrier
    this.#become({ type: 'opened' })
    const how = await carrier.closed
    signal.removeEventListener('abort', carrier.close)
    if (this.#carrier === carrier) this.#carrier = undefined
    return how
  }

  #tell(message: Message): void {
    for (const hearer of [...this.#hearers]) hearer(message)
  }

  #become(happening: Happening): void {
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
