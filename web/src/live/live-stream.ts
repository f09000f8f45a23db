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
import { openTransport } from './transport/open-transport.ts'
import type { OnMessage, Transport, Watched } from './transport/transport.ts'

class LiveStream {
  #connection: Connection = CONNECTING
  #transport: Transport | undefined
  #way: Way = 'web-socket'
  #retry = new AbortController()
  readonly #listeners = new Set<() => void>()
  readonly #subscribers = new Set<OnMessage>()

  readonly connection = (): Connection => this.#connection

  /** Calls back when the connection changes; returns an unsubscribe function. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls back for each message; returns an unsubscribe function. */
  receive(onMessage: OnMessage): () => void {
    this.#subscribers.add(onMessage)
    return () => this.#subscribers.delete(onMessage)
  }

  /** Sets the job whose log is streamed, until the connection ends. */
  watch(watched: Watched | undefined): void {
    this.#transport?.watch(watched)
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
    this.#transport?.close()
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
      const opens = AbortSignal.any([signal, this.#retry.signal])
      const transport = await openTransport(this.#way, (message) => this.#publish(message), opens)
      const opened = now()
      const how = await this.#use(transport, signal)
      const openMs = now() - opened
      this.#way = nextWay(transport.way, openMs)
      return how === 'refused' ? { type: how } : lost(openMs)
    } catch (error) {
      this.#way = 'web-socket'
      return error instanceof Refusal && error.status === 403 ? { type: 'refused' } : lost(0)
    }
  }

  async #use(transport: Transport, signal: AbortSignal): Promise<'lost' | 'refused'> {
    if (signal.aborted) transport.close()
    signal.addEventListener('abort', transport.close)
    this.#transport = transport
    this.#apply({ type: 'opened' })
    const how = await transport.closed
    signal.removeEventListener('abort', transport.close)
    if (this.#transport === transport) this.#transport = undefined
    return how
  }

  #publish(message: Message): void {
    for (const onMessage of [...this.#subscribers]) onMessage(message)
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
