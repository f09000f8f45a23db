/** Runs scripts of users in a sandbox, on a thread pool of their own. */

import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { Answering } from './answering.ts'
import { timeLimit } from './bridge.ts'
import type { ScriptCalls } from './calls.ts'
import type { Script, ScriptEnded, SyntaxFault } from './ended.ts'

const THREAD = new URL('./thread.ts', import.meta.url).href

/** The thread pool, started by the first script. One thread stays. */
export class Scripts implements AsyncDisposable {
  readonly #maxThreads: number
  readonly #closing = new AbortController()
  readonly #mostQueued: number
  /** The scripts that run or are queued. Piscina does not count those that can be aborted. */
  #inside = 0
  #pool: Piscina | undefined
  /** Apart, so that no script delays a check. */
  #checking: Piscina | undefined

  /**
   * `threads`: maximum number of scripts that run at once, default 2; `mostQueued`: how many further ones
   * queue, default any number.
   */
  constructor({
    threads = 2,
    mostQueued = Number.POSITIVE_INFINITY,
  }: { readonly threads?: number; readonly mostQueued?: number } = {}) {
    this.#maxThreads = threads
    this.#mostQueued = mostQueued
  }

  /**
   * Runs a script. Its only access to the host is the calls, one at a time; their signal is aborted when the
   * script has ended. An abort or a time limit ends it within a second, whatever it does. Rethrows errors of
   * calls that are not refusals. Throws ScriptsBusy if too many scripts are queued.
   */
  async run(
    script: Script,
    callsWith: (signal: AbortSignal) => ScriptCalls,
    signal: AbortSignal,
  ): Promise<ScriptEnded> {
    const either = AbortSignal.any([signal, this.#closing.signal])
    if (either.aborted) return { ended: 'stopped' }
    if (this.#inside >= this.#maxThreads + this.#mostQueued)
      throw new ScriptsBusy(`more than ${this.#mostQueued} scripts are queued`)
    const over = new AbortController()
    const calls = callsWith(AbortSignal.any([either, over.signal]))
    const { port1: here, port2: port } = new MessageChannel()
    const shared = new Int32Array(new SharedArrayBuffer(8))
    const kill = new AbortController()
    using answering = new Answering(here, shared, calls, script.limits, kill)
    const stop = (): void => answering.stop()
    either.addEventListener('abort', stop)
    this.#inside += 1
    try {
      const ended = await this.#threads().run(
        { script, port, shared },
        { ...RUN, signal: kill.signal, transferList: [port] },
      )
      if (answering.broken && !either.aborted) throw answering.broken.error
      return ended
    } catch (error) {
      if (answering.broken && !either.aborted) throw answering.broken.error
      if (answering.exceededMs !== undefined) return timeLimit(answering.exceededMs)
      if (either.aborted) return { ended: 'stopped' }
      return { ended: 'crashed', message: error instanceof Error ? error.message : String(error) }
    } finally {
      this.#inside -= 1
      over.abort()
      either.removeEventListener('abort', stop)
    }
  }

  /** Checks the syntax of a script and does not run it. Throws ScriptsBusy if that takes too long. */
  async check(source: string): Promise<SyntaxFault | undefined> {
    this.#checking ??= new Piscina({ ...THREADS, minThreads: 1, maxThreads: 1 })
    const timeout = AbortSignal.timeout(CHECK_MS)
    const signal = AbortSignal.any([this.#closing.signal, timeout])
    try {
      return await this.#checking.run({ source }, { filename: THREAD, name: 'check', signal })
    } catch (error) {
      if (!timeout.aborted) throw error
      throw new ScriptsBusy(`the script was not checked within ${CHECK_MS} ms`)
    }
  }

  /** Terminates all running scripts. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await Promise.all([this.#pool?.destroy(), this.#checking?.destroy()])
  }

  #threads(): Piscina {
    this.#pool ??= new Piscina({ ...THREADS, minThreads: 1, maxThreads: this.#maxThreads })
    return this.#pool
  }
}

/** Try again later. The message is a clause. */
export class ScriptsBusy extends Error {}

const RUN = { filename: THREAD, name: 'run' } as const

/** How long threads beyond the first are kept after their last script, ms. */
const IDLE_MS = 10_000

/** Frames of QuickJS take up to 20 times as much of the thread's stack as of its own. */
const STACK_MIB = 16

const THREADS = { idleTimeout: IDLE_MS, resourceLimits: { stackSizeMb: STACK_MIB }, env: {} }

const CHECK_MS = 5_000
