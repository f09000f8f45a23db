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
  #pool: Piscina | undefined

  /** `threads`: maximum number of scripts that run at once; further scripts queue. Default 2. */
  constructor({ threads = 2 }: { readonly threads?: number } = {}) {
    this.#maxThreads = threads
  }

  /**
   * Runs a script. Its only access to the host is the calls, one at a time. An abort or a time limit ends it
   * within a second, whatever it does. Rethrows errors of calls that are not refusals.
   */
  async run(script: Script, calls: ScriptCalls, signal: AbortSignal): Promise<ScriptEnded> {
    const either = AbortSignal.any([signal, this.#closing.signal])
    if (either.aborted) return { ended: 'stopped' }
    const { port1: here, port2: port } = new MessageChannel()
    const shared = new Int32Array(new SharedArrayBuffer(8))
    const kill = new AbortController()
    using answering = new Answering(here, shared, calls, script.limits, kill)
    const stop = (): void => answering.stop()
    either.addEventListener('abort', stop)
    try {
      const ended = await this.#threads().run(
        { script, port, shared },
        { ...RUN, signal: kill.signal, transferList: [port] },
      )
      if (answering.broken) throw answering.broken.error
      return ended
    } catch (error) {
      if (answering.broken) throw answering.broken.error
      if (answering.exceededMs !== undefined) return timeLimit(answering.exceededMs)
      if (either.aborted) return { ended: 'stopped' }
      return { ended: 'crashed', message: error instanceof Error ? error.message : String(error) }
    } finally {
      either.removeEventListener('abort', stop)
    }
  }

  /** Checks the syntax of a script and does not run it. Rejects if the signal is aborted. */
  async check(source: string, signal: AbortSignal): Promise<SyntaxFault | undefined> {
    const timeout = AbortSignal.timeout(CHECK_MS)
    const limited = AbortSignal.any([signal, this.#closing.signal, timeout])
    try {
      return await this.#threads().run({ source }, { filename: THREAD, name: 'check', signal: limited })
    } catch (error) {
      if (!timeout.aborted) throw error
      return { line: 1, column: 1, message: `The script was not compiled within ${CHECK_MS} ms` }
    }
  }

  /** Terminates all running scripts. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#pool?.destroy()
  }

  #threads(): Piscina {
    this.#pool ??= new Piscina({
      minThreads: 1,
      maxThreads: this.#maxThreads,
      idleTimeout: IDLE_MS,
      resourceLimits: { stackSizeMb: STACK_MIB },
      env: {},
    })
    return this.#pool
  }
}

const RUN = { filename: THREAD, name: 'run' } as const

/** How long threads beyond the first are kept after their last script, ms. */
const IDLE_MS = 10_000

/** Frames of QuickJS take up to 20 times as much of the thread's stack as of its own. */
const STACK_MIB = 16

const CHECK_MS = 5_000
