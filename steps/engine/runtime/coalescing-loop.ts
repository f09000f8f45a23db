/** Runs one piece of work again and again, and merges the requests that come while it runs. */
import { endOfTurn } from './clock.ts'

/** A wake-up during a round causes one more round. Wake-ups of one turn of the event loop are one: what starts together often ends together. */
export class CoalescingLoop {
  readonly #round: () => Promise<boolean>
  readonly #onError: (error: unknown) => void
  #wanted = false
  #running: Promise<void> | undefined

  /** `round` answers whether another round is to follow at once. */
  constructor(round: () => Promise<boolean>, onError: (error: unknown) => void) {
    this.#round = round
    this.#onError = onError
  }

  wake(): void {
    this.#wanted = true
    this.#running ??= this.#go().finally(() => {
      this.#running = undefined
      if (this.#wanted) this.wake()
    })
  }

  /** Resolves when no round is running. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #go(): Promise<void> {
    while (this.#wanted) {
      await endOfTurn()
      this.#wanted = false
      try {
        if (await this.#round()) this.#wanted = true
      } catch (error) {
        this.#onError(error)
      }
    }
  }
}
