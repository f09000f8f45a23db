import { endOfTurn } from './clock.ts'

/**
 * Does something again and again, one after the other; a wake while it runs makes it go round once more. Wakes of one turn of the event
 * loop are one: what has begun together often ends together.
 */
export class CoalescingLoop {
  readonly #round: () => Promise<boolean>
  readonly #onError: (error: unknown) => void
  #wanted = false
  #running: Promise<void> | undefined

  /** `round` answers whether another round should follow at once. */
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

  /** Resolves when nothing runs any more. */
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
