/** Stops a process group: with SIGTERM, then SIGKILL, or with SIGKILL at once. */

/** Why a signal was aborted. With any other reason, a group is given time to end. */
export class StopReason<Why extends string = string> {
  readonly why: Why
  /** Whether a program is killed at once, because its output will be discarded. */
  readonly atOnce: boolean

  constructor(why: Why, atOnce: boolean) {
    this.why = why
    this.atOnce = atOnce
  }
}

/** As in the options of program.ts; times in ms. */
type Limits = {
  readonly signal: AbortSignal
  readonly finish?: AbortSignal
  readonly graceMs?: number
  readonly stallMs?: number
}

/** Stops the group once, when the signal is aborted or when there is no sign of life. */
export class Stopper {
  readonly #group: number
  readonly #limits: Limits
  #cause: 'stopped' | 'stalled' | undefined
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
    if (this.#cause === undefined) this.#stall?.refresh()
  }

  /** Call when the program has ended. Returns why it was stopped; undefined if it was not. */
  end(): 'stopped' | 'stalled' | undefined {
    this.#limits.signal.removeEventListener('abort', this.#onAbort)
    this.#limits.finish?.removeEventListener('abort', this.#onFinish)
    clearTimeout(this.#stall)
    clearTimeout(this.#grace)
    return this.#cause
  }

  readonly #onAbort = (): void => this.#stop('stopped')

  readonly #onFinish = (): void => send(this.#group, 'SIGINT')

  #stop(cause: 'stopped' | 'stalled'): void {
    if (this.#cause === 'stopped') return
    this.#cause = cause // an abort while a stalled program is being stopped counts as an abort
    if (cause === 'stopped' && isAtOnce(this.#limits.signal)) send(this.#group, 'SIGKILL')
    else this.#leaveTime()
  }

  #leaveTime(): void {
    send(this.#group, 'SIGTERM')
    send(this.#group, 'SIGCONT') // a suspended program receives SIGTERM only when it continues
    this.#grace ??= setTimeout(() => send(this.#group, 'SIGKILL'), this.#limits.graceMs ?? 5_000)
  }
}

function isAtOnce({ reason }: AbortSignal): boolean {
  return reason instanceof StopReason && reason.atOnce
}

/** Sends a signal to all remaining processes of the group, if any. */
export function send(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal)
  } catch {
    // ESRCH: no process of the group is left
  }
}
