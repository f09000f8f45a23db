/** Runs the step agent as a child process of the server. */
import { type ChildProcess, fork } from 'node:child_process'
import type { Connection } from '../../schema/sql/database.ts'
import { clock } from '../../steps/engine/runtime/clock.ts'
import type { EngineEvent, Publish } from '../../steps/engine/runtime/events.ts'
import type { Call } from '../../steps/engine/runtime/wake.ts'

/** A message of the agent to the server. */
export type FromAgent = { readonly ready: true } | { readonly event: EngineEvent }

/** The first message to the agent: the database that the server uses, which may not be in any setting. */
export interface Beginning {
  readonly connection: Connection
}

/** A later message to the agent: a wake-up, which arrives 1 ms earlier than by way of PostgreSQL. */
export interface Called {
  readonly call: Call
}

/**
 * The step agent in a separate process, so that a busy API never delays a heartbeat. An agent that dies is
 * restarted. If the server dies, the channel closes and the agent stops.
 */
export class AgentProcess implements AsyncDisposable {
  readonly #connection: Connection
  readonly #publish: Publish
  readonly #stop = new AbortController()
  readonly #ended: Promise<void>
  #child: ChildProcess | undefined
  #isReady = false

  /** The agent is not restarted once `signal`, that of the server, is aborted. */
  constructor(connection: Connection, publish: Publish, signal: AbortSignal) {
    this.#connection = connection
    this.#publish = publish
    this.#ended = this.#keepAlive(AbortSignal.any([signal, this.#stop.signal]))
  }

  async #keepAlive(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const how = await this.#live()
      // A signal to the whole process group, as of Ctrl-C, may reach the agent first.
      await clock.sleep(RESTART_MS, stopping)
      if (stopping.aborted) return
      this.#publish({ type: 'trouble', where: 'step agent', error: `ended (${how}); restarting` })
    }
  }

  /** Runs one agent process; resolves with the signal, exit code or error that ended it. */
  async #live(): Promise<string> {
    // start.mjs enables Node's compile cache, which saves 0.2 s at startup.
    const execArgv = [...process.execArgv, YOUNG_GENERATION]
    const child = fork(new URL('../start.mjs', import.meta.url), ['--agent'], { execArgv })
    this.#child = child
    this.#isReady = false
    child.on('message', (message: FromAgent) => {
      if ('event' in message) this.#publish(message.event)
      else this.#isReady = true
    })
    const ended = ending(child)
    // Errors are ignored: an agent that has exited is handled by `ended`.
    child.send({ connection: this.#connection } satisfies Beginning, () => undefined)
    return ended
  }

  /** Sends a wake-up to the agent; false if the agent is not ready or the wake-up is not for agents. */
  call(call: Call): boolean {
    const child = this.#child
    if (!child?.connected || !this.#isReady || !FOR_AGENTS.test(call)) return false
    return child.send({ call } satisfies Called, () => undefined)
  }

  /** Stops the agent and waits for its end. Its running steps go back to the queue. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    this.#child?.kill('SIGTERM')
    const late = new AbortController()
    void clock.sleep(STOP_WITHIN_MS, late.signal).then(() => this.#child?.kill('SIGKILL'))
    await this.#ended
    late.abort()
  }
}

/** The signal, exit code or error that ended the process, or kept it from starting. */
function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    child.on('error', ({ message }) => resolve(message))
  })
}

/**
 * Size of a semi-space of V8's young generation, MiB. On a machine with much memory V8 would use two of up to
 * 64 MiB for each thread. An agent allocates little, and its child processes need the memory.
 */
const YOUNG_GENERATION = '--max-semi-space-size=4'

/** Wake-ups for agents; all others are for listeners to job changes. */
const FOR_AGENTS = /^(admit$|abort:|stop:)/

const RESTART_MS = 1_000
/** Longer than the 5 s that child processes get to end, and the time to record the result. */
const STOP_WITHIN_MS = 15_000
