/** The main thread's side of one running script: answers its calls, and ends it in time. */

import type { MessagePort } from 'node:worker_threads'
import { type FromThread, GO_ON, LARGEST_MESSAGE, STOP, STOPPED, TOTAL_TIME, WAKE } from './bridge.ts'
import { isCallName, ScriptCallRefused, type ScriptCalls } from './calls.ts'
import type { ScriptLimits } from './ended.ts'
import { processorMs } from './thread-time.ts'

/** How long a script may take to notice that it has to end, before its thread is terminated, ms. */
const GRACE_MS = 300
/** Processor times are known in steps of this, ms. */
const TICK_MS = 10

export class Answering implements Disposable {
  readonly #port: MessagePort
  readonly #shared: Int32Array
  readonly #calls: ScriptCalls
  readonly #limits: ScriptLimits
  readonly #kill: AbortController
  readonly #timers = new Set<NodeJS.Timeout>()
  #isStarted = false
  #isOver = false
  /** An error of a call that was not a refusal. */
  broken: { readonly error: unknown } | undefined
  /** The time limit that was exceeded, if the thread was terminated for that, ms. */
  exceededMs: number | undefined

  constructor(
    port: MessagePort,
    shared: Int32Array,
    calls: ScriptCalls,
    limits: ScriptLimits,
    kill: AbortController,
  ) {
    this.#port = port
    this.#shared = shared
    this.#calls = calls
    this.#limits = limits
    this.#kill = kill
    port.on('message', (message: FromThread) => this.#receive(message))
  }

  /** Ends the script: at once if it has not started, else within the grace period. */
  stop(why: typeof STOPPED | typeof TOTAL_TIME = STOPPED): void {
    if (!this.#isStarted) {
      this.#kill.abort()
      return
    }
    Atomics.compareExchange(this.#shared, STOP, GO_ON, why)
    this.#wake()
    this.#after(GRACE_MS, () => this.#kill.abort())
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#port.close()
  }

  #receive(message: FromThread): void {
    switch (message.is) {
      case 'started':
        this.#start(message.thread)
        break
      case 'call':
        void this.#answer(message.name, message.values)
        break
    }
  }

  #start(thread: number): void {
    const { totalMs } = this.#limits
    this.#isStarted = true
    this.#watch(thread, processorMs(thread))
    if (totalMs === undefined) return
    this.#after(totalMs, () => {
      this.exceededMs ??= totalMs
      this.stop(TOTAL_TIME)
    })
  }

  async #answer(name: string, values: string): Promise<void> {
    const answer = await this.#answerTo(name, values)
    if (this.#isOver) return
    this.#port.postMessage(answer)
    this.#wake()
  }

  async #answerTo(name: string, values: string): Promise<string> {
    try {
      if (!isCallName(name)) throw new Error(`Unknown call: ${name}`)
      const call = this.#calls[name] as (...values: readonly unknown[]) => Promise<unknown>
      const answer = JSON.stringify({ value: await call(...(JSON.parse(values) as readonly unknown[])) })
      if (Buffer.byteLength(answer) <= LARGEST_MESSAGE) return answer
      return JSON.stringify({ error: `${name}: the answer has more than ${LARGEST_MESSAGE} bytes` })
    } catch (error) {
      if (error instanceof ScriptCallRefused) return JSON.stringify({ error: error.message })
      this.broken ??= { error }
      this.stop()
      return JSON.stringify({ error: 'This call has failed' })
    }
  }

  /** The thread watches its own time. This is for code that QuickJS does not interrupt. */
  #watch(thread: number, before: number | undefined): void {
    if (before === undefined) return
    const { timeMs } = this.#limits
    const usedMs = (processorMs(thread) ?? 0) - before
    if (usedMs <= timeMs + GRACE_MS) {
      this.#after(timeMs + GRACE_MS - usedMs + TICK_MS, () => this.#watch(thread, before))
      return
    }
    this.exceededMs ??= timeMs
    this.#kill.abort()
  }

  #after(ms: number, then: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      then()
    }, ms)
    this.#timers.add(timer)
  }

  #wake(): void {
    Atomics.add(this.#shared, WAKE, 1)
    Atomics.notify(this.#shared, WAKE)
  }
}
