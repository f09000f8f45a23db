/** Runs one piece of work repeatedly, and merges the wake-ups that arrive while it runs. */
import { pendingCallbacks } from './clock.ts'

/**
 * A wake-up during a round causes one more round. Wake-ups from callbacks that are pending together cause a
 * single round, because work that starts together often ends together.
 */
export class CoalescingLoop {
  readonly #round: () => Promise<boolean>
  readonly #onError: (error: unknown) => void
  #wanted = false
  #running: Promise<void> | undefined

  /** `round` returns whether another round follows immediately. */
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
      await pendingCallbacks()
      this.#wanted = false
      try {
        if (await this.#round()) this.#wanted = true
      } catch (error) {
        this.#onError(error)
      }
    }
  }
}
