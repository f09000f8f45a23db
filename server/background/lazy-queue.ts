/** The one background queue of a server, opened when it is first needed. */
import type { BackgroundQueue } from './background-queue.ts'

export class LazyQueue implements AsyncDisposable {
  readonly #open: () => Promise<BackgroundQueue>
  #opening: Promise<BackgroundQueue> | undefined

  constructor(open: () => Promise<BackgroundQueue>) {
    this.#open = open
  }

  /** After a failure the next call tries again. */
  async get(): Promise<BackgroundQueue> {
    this.#opening ??= this.#open()
    try {
      return await this.#opening
    } catch (error) {
      this.#opening = undefined
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const queue = await this.#opening?.catch(() => undefined)
    await queue?.[Symbol.asyncDispose]()
  }
}
