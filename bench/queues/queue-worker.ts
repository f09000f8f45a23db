import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { PROGRAM, type Role } from './queue-workers.ts'

type Message = { readonly running?: number; readonly works?: true; readonly url?: string }

/**
 * Starts a process of the `queue` benchmark, and collects when its jobs began, by the clock of this process.
 */
export class Worker implements AsyncDisposable {
  readonly #process: ChildProcess
  readonly #running = new Map<number, number>()
  readonly #first = Promise.withResolvers<number>()
  readonly #works = Promise.withResolvers<void>()
  #look: () => void = () => undefined
  url = ''

  private constructor(child: ChildProcess) {
    this.#process = child
    child.once('exit', () => this.#works.reject(new Error('a worker exited before it was ready')))
    child.on('message', ({ running, url, works }: Message) => {
      if (url !== undefined) this.url = url
      if (works) this.#works.resolve()
      if (running === undefined) return
      this.#first.resolve(performance.now())
      this.#running.set(running, performance.now())
      this.#look()
    })
  }

  /** Resolves when it is ready. */
  static async start(role: Role, connection: object): Promise<Worker> {
    const worker = new Worker(fork(PROGRAM, [role, JSON.stringify(connection)]))
    await worker.#works.promise
    return worker
  }

  /** When its first job began to run, ms. */
  get first(): Promise<number> {
    return this.#first.promise
  }

  /** Resolves with the time when a job began to run, ms. Only one call at a time may wait. */
  running(job: number): Promise<number> {
    return new Promise((resolve) => {
      this.#look = () => {
        const at = this.#running.get(job)
        if (at !== undefined) resolve(at)
      }
      this.#look()
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, 'exit')
    if (this.#process.connected) this.#process.disconnect()
    if (this.#process.exitCode === null && this.#process.signalCode === null) await ended
  }
}
