import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { foldersOf, PORT } from '../../server/postgres/data-dir/folders.ts'

/** A real server with its step agent and its PostgreSQL, in a folder of its own that goes with it. */
export class Server implements AsyncDisposable {
  readonly dataDir: string
  readonly url: string
  readonly #process: ChildProcess

  private constructor(dataDir: string, url: string, process: ChildProcess) {
    this.dataDir = dataDir
    this.url = url
    this.#process = process
  }

  /** Resolves when the step agent has joined too. Jobs may touch the server's own media folder, and `folders`. */
  static async start(slots: number, folders: readonly string[] = []): Promise<Server> {
    const dataDir = await mkdtemp(join(tmpdir(), 'callsheet-bench-'))
    const roots = [join(dataDir, 'media'), ...folders].join(':')
    const server = fork(START, [], {
      env: { ...process.env, ...OURS, DATA_DIR: dataDir, MEDIA_ROOTS: roots, CPU_SLOTS: String(slots) },
      // It stops by itself when the channel closes, be it that we were killed.
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    const url = await listening(server.stdout ?? Readable.from([]))
    return new Server(dataDir, url, server)
  }

  get mediaRoot(): string {
    return join(this.dataDir, 'media')
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** Where a client of ours finds its PostgreSQL. */
  get connection() {
    return {
      host: foldersOf(this.dataDir).sockets,
      port: PORT,
      user: 'postgres',
      database: 'postgres',
    } as const
  }

  /** Starts a TRANSCODE over HTTP; answers its id. */
  async submit(metadata: Readonly<Record<string, string>>): Promise<number> {
    const field = Object.entries(metadata).map(([key, value]) => ({ key, value }))
    const answer = await fetch(`${this.url}/API/job?type=TRANSCODE`, {
      method: 'POST',
      headers: { authorization: ADMIN, accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ field }),
    })
    const text = await answer.text()
    const { jobId } = answer.ok ? (JSON.parse(text) as { readonly jobId: string }) : { jobId: undefined }
    if (jobId === undefined) throw new Error(`POST /API/job answered ${answer.status}: ${text}`)
    return Number(jobId.replace('VX-', ''))
  }

  /** Resolves when the request was answered. */
  async abort(job: number): Promise<void> {
    const answer = await fetch(`${this.url}/API/job/VX-${job}`, {
      method: 'DELETE',
      headers: { authorization: ADMIN },
    })
    if (!answer.ok) throw new Error(`DELETE /API/job answered ${answer.status}: ${await answer.text()}`)
    await answer.arrayBuffer()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, 'exit')
    if (this.#process.connected) this.#process.disconnect()
    if (this.#process.exitCode === null) await ended
    await rm(this.dataDir, { recursive: true, force: true })
  }
}

/** Where the server listens, once its agent has joined; both are lines of its log. */
async function listening(log: Readable): Promise<string> {
  let url: string | undefined
  for await (const line of createInterface(log)) {
    const said = JSON.parse(line) as { readonly url?: string; readonly node?: number }
    url ??= said.url
    if (url === undefined || said.node === undefined) continue
    // What it says later is nobody's, but must be read: a full pipe would stop it.
    log.resume()
    return url
  }
  throw new Error('the server ended before it listened')
}

const START = fileURLToPath(new URL('../../server/start.mjs', import.meta.url))
const OURS = {
  HOST: '127.0.0.1',
  PORT: '0',
  ADMIN_PASSWORD: 'admin',
  DATABASE_URL: '',
  LOG_LEVEL: 'info',
  SETTLED_AFTER: '0',
} as const
export const ADMIN = `Basic ${btoa('admin:admin')}`
