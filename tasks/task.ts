/** Runs tasks on worker threads: JavaScript that would block the event loop. */

import { Piscina } from 'piscina'

/** The thread tasks, one line each. A task is the default export of its file. */
type Threads = {
  checksum: typeof import('./checksum.ts')
  'draw-graph': typeof import('./draw-graph.ts')
  'package-document': typeof import('./package-document.ts')
  sidecar: typeof import('./sidecar.ts')
  speech: typeof import('./speech.ts')
  'transfer/look': typeof import('./transfer/look.ts')
  'transfer/begin': typeof import('./transfer/begin.ts')
  'transfer/carry': typeof import('./transfer/carry.ts')
  'transfer/end': typeof import('./transfer/end.ts')
}

export type TaskName = keyof Threads
export type TaskInput<Name extends TaskName> = Parameters<Threads[Name]['default']>[0]
export type TaskOutput<Name extends TaskName> = Awaited<ReturnType<Threads[Name]['default']>>

/**
 * A thread pool, started by the first task. One thread stays, so later tasks start in 2 ms instead of 150 ms.
 */
export class Tasks implements AsyncDisposable {
  readonly #maxThreads: number
  readonly #closing = new AbortController()
  #pool: Piscina | undefined

  /** `threads`: maximum number of tasks that run at once; further tasks queue. Default 2. */
  constructor({ threads = 2 }: { readonly threads?: number } = {}) {
    this.#maxThreads = threads
  }

  /**
   * An abort terminates the thread in the middle of its work. Rethrows errors of the task, which are bugs.
   */
  async run<Name extends TaskName>(
    name: Name,
    input: TaskInput<Name>,
    signal: AbortSignal,
  ): Promise<TaskOutput<Name> | { readonly ended: 'stopped' }> {
    const either = AbortSignal.any([signal, this.#closing.signal])
    if (either.aborted) return { ended: 'stopped' }
    this.#pool ??= new Piscina({ minThreads: 1, maxThreads: this.#maxThreads, idleTimeout: IDLE_MS })
    const filename = new URL(`./${name}.ts`, import.meta.url).href
    try {
      return await this.#pool.run(input, { filename, signal: either })
    } catch (error) {
      if (either.aborted) return { ended: 'stopped' }
      throw error
    }
  }

  /** Terminates all running tasks. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#pool?.destroy()
  }
}

/** How long threads beyond the first are kept after their last task, ms. */
const IDLE_MS = 10_000
