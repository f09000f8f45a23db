/** A real farm: a server with its PostgreSQL, separate agent processes, and access to its tables. */
import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Home } from '../../server/life/home.ts'
import { eventually, kill } from '../../server/life/outside.ts'
import type { Server } from '../../server/life/server.ts'
import { SNAPSHOT, type Snapshot } from './snapshot.ts'

export const AGENTS = 2

export class RealFarm implements AsyncDisposable {
  readonly #home = new Home('model')
  readonly #processes: Server[] = []
  #lastStrike = Number.NEGATIVE_INFINITY

  /** Starts an API and its agents. */
  static async start(settings: Readonly<Record<string, string>>): Promise<RealFarm> {
    const farm = new RealFarm()
    const environment = { TEST_JOBS: 'true', LOG_LEVEL: 'debug', ...settings }
    await farm.#home.mediaFolder()
    farm.#processes.push(await farm.#home.start({ args: ['--role', 'api'], environment }))
    for (let at = 1; at <= AGENTS; at += 1) {
      const agent = { ...environment, NODE_NAME: `agent-${at}` }
      farm.#processes.push(await farm.#home.start({ args: ['--role', 'worker'], environment: agent }))
    }
    await farm.whole()
    return farm
  }

  /** The output of its processes. */
  get said(): string {
    return this.#processes.map(({ said }) => said).join('\n')
  }

  /**
   * The status and text of an answer. While PostgreSQL restarts, the request is retried with the same key.
   */
  async ask(method: string, path: string): Promise<{ readonly status: number; readonly text: string }> {
    const [api] = this.#processes
    assert.ok(api)
    const headers = {
      accept: path.startsWith('/job?') ? 'text/plain' : 'application/json',
      ...(method === 'POST' && { 'idempotency-key': crypto.randomUUID() }),
    }
    for (;;) {
      const response = await api.request(method, path, { headers })
      const [status, text] = [response.status, await response.text()]
      if (status < 500) return { status, text }
      const isStruck = performance.now() - this.#lastStrike < GET_OVER_MS
      assert.ok(isStruck, `${method} ${path} was answered ${status}: ${text}`)
      await sleep(100)
    }
  }

  /** All jobs from an id on, in one snapshot. Waits while PostgreSQL restarts. */
  async snapshot(from: number): Promise<Snapshot> {
    for (;;) {
      try {
        const [snapshot] = await this.#home.query<Snapshot>(SNAPSHOT, [from])
        if (snapshot) return snapshot
      } catch (error) {
        if (performance.now() - this.#lastStrike > GET_OVER_MS) throw error
      }
      await sleep(100)
    }
  }

  /** Creates a file that steps wait for. */
  async make(what: string): Promise<void> {
    await writeFile(await this.#waitedFor(what), '')
  }

  async takeAway(what: string): Promise<void> {
    await rm(await this.#waitedFor(what), { force: true })
  }

  killAgent(which: number): void {
    const pids = this.#home.pids('agent')
    const pid = pids[which % pids.length]
    if (pid !== undefined) kill(pid, 'SIGKILL')
  }

  async freezeAgent(which: number, ms: number): Promise<void> {
    const pids = this.#home.pids('agent')
    const pid = pids[which % pids.length]
    if (pid === undefined) return
    kill(pid, 'SIGSTOP')
    await sleep(ms)
    kill(pid, 'SIGCONT')
  }

  strikePostgres(signal: 'SIGKILL' | 'SIGINT'): void {
    this.#lastStrike = performance.now()
    for (const pid of this.#home.pids('postmaster')) kill(pid, signal)
  }

  /** Waits until all agents have joined. */
  async whole(): Promise<void> {
    const here =
      "select id from callsheet.node where gone is null and beat > callsheet.now() - interval '3 seconds'"
    const all = () =>
      this.#home.query(here).then(
        ({ length }) => length === AGENTS,
        () => false,
      )
    await eventually('all agents have joined', all, 60_000)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#home[Symbol.asyncDispose]()
  }

  async #waitedFor(what: string): Promise<string> {
    return join(await this.#home.mediaFolder(), `test-${what}`)
  }
}

/** PostgreSQL restarts within two seconds; under load on two cores, within ten. */
const GET_OVER_MS = 30_000
