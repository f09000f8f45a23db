/** Work for worker threads: JavaScript that would keep an event loop busy. Each task is a file whose default export does it. */

import { Piscina } from 'piscina'

/** One line per task; inputs and outputs are those of the file's default export. */
type Threads = {
  checksum: typeof import('./checksum.ts')
}

export type TaskName = keyof Threads
export type Input<Name extends TaskName> = Parameters<Threads[Name]['default']>[0]
export type Output<Name extends TaskName> = Awaited<ReturnType<Threads[Name]['default']>>

/** The threads, started with the first task. One then stays, so that the next tasks begin in 2 ms and not in 150. */
export class Tasks implements AsyncDisposable {
  readonly #most: number
  readonly #closing = new AbortController()
  #pool: Piscina | undefined

  /** `threads`: most tasks that run at once; more wait for their turn. Default 2. */
  constructor({ threads = 2 }: { readonly threads?: number } = {}) {
    this.#most = threads
  }

  /** An abort ends the thread in the middle of whatever it does. What the task throws is thrown here: a surprise. */
  async run<Name extends TaskName>(
    name: Name,
    input: Input<Name>,
    signal: AbortSignal,
  ): Promise<Output<Name> | { readonly ended: 'stopped' }> {
    const either = AbortSignal.any([signal, this.#closing.signal])
    if (either.aborted) return { ended: 'stopped' }
    this.#pool ??= new Piscina({ minThreads: 1, maxThreads: this.#most, idleTimeout: IDLE_MS })
    const filename = new URL(`./${name}.ts`, import.meta.url).href
    try {
      return await this.#pool.run(input, { filename, signal: either })
    } catch (error) {
      if (either.aborted) return { ended: 'stopped' }
      throw error
    }
  }

  /** Stops what runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#pool?.destroy()
  }
}

/** Threads above the first are kept this long after their last task, ms. */
const IDLE_MS = 10_000
