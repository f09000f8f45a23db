/** Limits how often sign-ins may fail. */

/**
 * Permits ten failed tries a minute for each key, such as an address and a user name (design.md §6). A try is
 * counted when it begins and taken back if it succeeds, so concurrent guesses cannot exceed the limit.
 */
export class FailedTries {
  readonly #now: () => number
  readonly #windows = new Map<string, { readonly until: number; count: number }>()

  /** `now` returns monotonic milliseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Seconds until a try is allowed; 0 if it is allowed now. */
  waitFor(key: string): number {
    const window = this.#windows.get(key)
    if (!window || window.count < TRIES) return 0
    return Math.max(0, Math.ceil((window.until - this.#now()) / 1000))
  }

  begin(key: string): void {
    const window = this.#windows.get(key)
    if (window && window.until > this.#now()) {
      window.count += 1
      return
    }
    this.#windows.delete(key)
    if (this.#windows.size >= REMEMBERED) dropOldest(this.#windows)
    this.#windows.set(key, { until: this.#now() + WINDOW_MS, count: 1 })
  }

  takeBack(key: string): void {
    const window = this.#windows.get(key)
    if (window) window.count = Math.max(0, window.count - 1)
  }
}

const TRIES = 10
const WINDOW_MS = 60_000
/** Keys; about 2 MB. The oldest is dropped for a new one. */
const REMEMBERED = 10_000

/** Deletes the oldest entry: a Map iterates in insertion order. */
export function dropOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key)
    return
  }
}
