import { type ChildProcess, fork } from 'node:child_process'
import type { Connection } from '../../schema/sql/database.ts'
import { clock } from '../../steps/engine/runtime/clock.ts'
import type { EngineEvent, Publish } from '../../steps/engine/runtime/events.ts'
import type { Call } from '../../steps/engine/runtime/wake.ts'

/** What the agent tells the process that started it. */
export type FromAgent = { readonly ready: true } | { readonly event: EngineEvent }

/** What the agent is told as it begins: where the database is that the server has started or found, which no setting says. */
export interface Beginning {
  readonly connection: Connection
}

/** What it is told after that: calls, which so arrive a millisecond before those that go by way of PostgreSQL. */
export interface Called {
  readonly call: Call
}

/**
 * The step agent as a process of its own, so that a busy API never stalls a beat. One that dies is started again; one whose
 * server dies notices that the channel is closed, and stops.
 */
export class AgentProcess implements AsyncDisposable {
  readonly #connection: Connection
  readonly #publish: Publish
  readonly #stop = new AbortController()
  readonly #ended: Promise<void>
  #child: ChildProcess | undefined
  #isReady = false

  constructor(connection: Connection, publish: Publish) {
    this.#connection = connection
    this.#publish = publish
    this.#ended = this.#keepAlive()
  }

  async #keepAlive(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const how = await this.#live()
      if (this.#stop.signal.aborted) return
      this.#publish({ type: 'trouble', where: 'step agent', error: `it ended (${how}) and is started again` })
      await clock.sleep(RESTART_MS, this.#stop.signal)
    }
  }

  /** Resolves with how it ended. */
  async #live(): Promise<string> {
    // By way of start.mjs, which has Node keep what it has compiled: 0.2 s less until it is ready.
    const execArgv = [...process.execArgv, YOUNG_GENERATION]
    const child = fork(new URL('../start.mjs', import.meta.url), ['--agent'], { execArgv })
    this.#child = child
    this.#isReady = false
    child.on('message', (message: FromAgent) => {
      if ('event' in message) this.#publish(message.event)
      else this.#isReady = true
    })
    const ended = ending(child)
    // One that ends before it has listened is no error of ours.
    child.send({ connection: this.#connection } satisfies Beginning, () => undefined)
    return ended
  }

  /** Tells the agent; false when there is none that could hear it, or it concerns no agent. */
  call(call: Call): boolean {
    const child = this.#child
    if (!child?.connected || !this.#isReady || !FOR_AGENTS.test(call)) return false
    return child.send({ call } satisfies Called, () => undefined)
  }

  /** Asks it to stop and waits until it has; what it ran goes back to the queue. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    this.#child?.kill('SIGTERM')
    const late = new AbortController()
    void clock.sleep(STOP_WITHIN_MS, late.signal).then(() => this.#child?.kill('SIGKILL'))
    await this.#ended
    late.abort()
  }
}

/** How it ended, also where it could not be started at all. */
function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    child.on('error', ({ message }) => resolve(message))
  })
}

/**
 * MiB of a half of the young generation. V8 lets it grow to 64 on a machine with much memory, twice, and again in each worker
 * thread; what an agent allocates is short-lived and little, and the memory is its programs' to use.
 */
const YOUNG_GENERATION = '--max-semi-space-size=4'

/** The others tell who watches jobs. */
const FOR_AGENTS = /^(admit$|abort:|stop:)/

const RESTART_MS = 1_000
/** Longer than programs are given to end (5 s) and what is recorded after. */
const STOP_WITHIN_MS = 15_000
