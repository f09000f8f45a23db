/**
 * How often a password may be tried: ten times a minute by one address for one user (design.md §6). A try is counted
 * when it starts and taken back when it succeeds, so that a thousand guesses sent at once are ten guesses.
 */
export class FailedTries {
  readonly #now: () => number
  readonly #windows = new Map<string, { readonly until: number; count: number }>()

  /** `now` is in milliseconds and never goes back. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Seconds until the next try is allowed; 0 when this one is. */
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
/** About two megabytes at most; whoever fills it with made-up names only makes room for their own. */
const REMEMBERED = 10_000

/** A Map keeps the order of insertion, so its first key is the oldest. */
export function dropOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key)
    return
  }
}
