/** The thread's side of the calls: blocks the thread until the main thread has answered. */

import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { beginningOf, storableText } from '../../schema/codec/storable-text.ts'
import { callFault } from './calls.ts'
import { LONGEST_MESSAGE, type ScriptEnded, type ScriptLimits } from './ended.ts'
import { ownThread } from './thread-time.ts'

/** Shared with the main thread. */
export const WAKE = 0
export const STOP = 1

/** Values of `STOP`. */
export const GO_ON = 0
export const STOPPED = 1
export const TOTAL_TIME = 2

/** From the thread to the main thread. Answers are JSON: `{ "value": … }` or `{ "error": "…" }`. */
export type FromThread =
  /** `thread`: its id, 0 if it is not known. */
  | { readonly is: 'started'; readonly thread: number }
  | { readonly is: 'call'; readonly name: string; readonly values: string }

/** Bytes of the values of one call, and of one answer. */
export const LARGEST_MESSAGE = 8 * 1024 * 1024

/** Added to the size of each log line, so that empty lines reach the limit, too. */
const LINE_BYTES = 64

export class Bridge {
  readonly #port: MessagePort
  readonly #shared: Int32Array
  readonly #limits: ScriptLimits
  readonly #before = process.threadCpuUsage()
  #logged = 0
  #ended: ScriptEnded | undefined

  constructor(port: MessagePort, shared: Int32Array, limits: ScriptLimits) {
    this.#port = port
    this.#shared = shared
    this.#limits = limits
    port.postMessage({ is: 'started', thread: ownThread() } satisfies FromThread)
  }

  /** How the script has ended, if it was not by its own code. From then on, calls have no effect. */
  get ended(): ScriptEnded | undefined {
    return this.#ended
  }

  /** Ends the script, unless it has ended. */
  end(ended: ScriptEnded): void {
    this.#ended ??= ended
  }

  /** Called by the interrupt handler of QuickJS. */
  mustEnd(): boolean {
    if (this.#ended) return true
    const stop = Atomics.load(this.#shared, STOP)
    const { timeMs, totalMs = 0 } = this.#limits
    if (stop === STOPPED) this.#ended = { ended: 'stopped' }
    else if (stop === TOTAL_TIME) this.#ended = timeLimit(totalMs)
    else if (this.#processorMs() > timeMs) this.#ended = timeLimit(timeMs)
    return this.#ended !== undefined
  }

  /** Processor time, so that a busy machine does not fail a script, and waits do not count. */
  #processorMs(): number {
    const { user, system } = process.threadCpuUsage(this.#before)
    return (user + system) / 1_000
  }

  /** Makes a call of the script. Undefined if the script has to end. */
  call(name: string, values: string): string | undefined {
    if (this.mustEnd()) return undefined
    if (values.length > LARGEST_MESSAGE)
      return refusal(`${name}: the arguments have more than ${LARGEST_MESSAGE} characters`)
    const given = argumentsIn(values)
    if (!given) return refusal(`${name}: the arguments cannot be read`)
    this.#ended = endingOf(name, given)
    if (this.#ended) return undefined
    const fault = callFault(name, given)
    if (fault !== undefined) return refusal(fault)
    return name === 'log'
      ? this.#log(String(given[0]), storableText(String(given[1])))
      : this.#ask(name, values)
  }

  #log(level: string, text: string): string | undefined {
    const { logBytes } = this.#limits
    if (this.#logged > logBytes) return '{}'
    this.#logged += Buffer.byteLength(text) + LINE_BYTES
    if (this.#logged <= logBytes) return this.#ask('log', JSON.stringify([level, text]))
    const cut = `Log limit of ${logBytes} bytes reached: further lines of this script are dropped.`
    return this.#ask('log', JSON.stringify(['warning', cut]))
  }

  #ask(name: string, values: string): string | undefined {
    let seen = Atomics.load(this.#shared, WAKE)
    this.#port.postMessage({ is: 'call', name, values } satisfies FromThread)
    for (;;) {
      const answer = receiveMessageOnPort(this.#port)
      if (answer || Atomics.load(this.#shared, STOP) !== GO_ON)
        return this.mustEnd() ? undefined : (answer?.message as string)
      Atomics.wait(this.#shared, WAKE, seen)
      seen = Atomics.load(this.#shared, WAKE)
    }
  }
}

/** Undefined where the script has changed how arrays are written as JSON. */
function argumentsIn(values: string): readonly unknown[] | undefined {
  try {
    const given: unknown = JSON.parse(values)
    return Array.isArray(given) ? given : undefined
  } catch {
    return undefined
  }
}

/** The calls that end the script. */
function endingOf(name: string, [message]: readonly unknown[]): ScriptEnded | undefined {
  switch (name) {
    case 'job.fail':
      return { ended: 'fail', message: messageOf(message) }
    case 'job.fatalFail':
      return { ended: 'fatalFail', message: messageOf(message) }
    case 'job.wait':
      return { ended: 'wait', reason: messageOf(message) }
    default:
      return undefined
  }
}

function messageOf(message: unknown): string {
  return storableText(beginningOf(String(message), LONGEST_MESSAGE))
}

export function timeLimit(limitMs: number): ScriptEnded {
  return { ended: 'limit', which: 'time', message: `Time limit of ${limitMs} ms exceeded` }
}

function refusal(error: string): string {
  return JSON.stringify({ error })
}
