/** Stops a process group, in two stages. */

/** When and how to stop; times in ms. */
type Limits = {
  readonly signal: AbortSignal
  readonly finish?: AbortSignal
  readonly graceMs?: number
  readonly stallMs?: number
}

/** Stops the group once, with SIGTERM and then SIGKILL, for the first reason that comes up: our signal, or no sign of life. */
export class Stopper {
  readonly #group: number
  readonly #limits: Limits
  #why: 'stopped' | 'stalled' | undefined
  #stall: NodeJS.Timeout | undefined
  #grace: NodeJS.Timeout | undefined

  constructor(group: number, limits: Limits) {
    this.#group = group
    this.#limits = limits
    limits.signal.addEventListener('abort', this.#onAbort)
    limits.finish?.addEventListener('abort', this.#onFinish)
    if (limits.finish?.aborted) this.#onFinish()
    const { stallMs = 0 } = limits
    if (stallMs > 0) this.#stall = setTimeout(() => this.#stop('stalled'), stallMs)
  }

  alive(): void {
    if (this.#why === undefined) this.#stall?.refresh()
  }

  /** The program has ended; gives why we stopped it, if we did. */
  end(): 'stopped' | 'stalled' | undefined {
    this.#limits.signal.removeEventListener('abort', this.#onAbort)
    this.#limits.finish?.removeEventListener('abort', this.#onFinish)
    clearTimeout(this.#stall)
    clearTimeout(this.#grace)
    return this.#why
  }

  readonly #onAbort = (): void => this.#stop('stopped')

  readonly #onFinish = (): void => send(this.#group, 'SIGINT')

  #stop(why: 'stopped' | 'stalled'): void {
    if (this.#why === 'stopped') return
    this.#why = why // an abort while a stalled program is being stopped is an abort
    send(this.#group, 'SIGTERM')
    send(this.#group, 'SIGCONT') // a frozen program hears SIGTERM only once it goes on
    this.#grace ??= setTimeout(() => send(this.#group, 'SIGKILL'), this.#limits.graceMs ?? 5_000)
  }
}

/** Sends a signal to all that is left of the group, if anything is. */
export function send(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal)
  } catch {
    // ESRCH: nothing of the group is left
  }
}
