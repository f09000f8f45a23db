import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { foldersOf, PORT } from '../../server/postgres/data-dir/folders.ts'

/** A real server with its agent and its PostgreSQL, in a temporary folder that is deleted with it. */
export class Server implements AsyncDisposable {
  readonly dataDir: string
  readonly url: string
  readonly #process: ChildProcess

  private constructor(dataDir: string, url: string, process: ChildProcess) {
    this.dataDir = dataDir
    this.url = url
    this.#process = process
  }

  /** Resolves once the agent has joined. The media roots are the media folder of the server and `folders`. */
  static async start(slots: number, folders: readonly string[] = []): Promise<Server> {
    const dataDir = await mkdtemp(join(tmpdir(), 'callsheet-bench-'))
    const roots = [join(dataDir, 'media'), ...folders].join(':')
    const server = fork(START, [], {
      env: { ...process.env, ...SETTINGS, DATA_DIR: dataDir, MEDIA_ROOTS: roots, CPU_SLOTS: String(slots) },
      // The server stops when the channel closes, so it also stops if this process is killed.
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

  /** How to connect to its PostgreSQL. */
  get connection() {
    return {
      host: foldersOf(this.dataDir).sockets,
      port: PORT,
      user: 'postgres',
      database: 'postgres',
    } as const
  }

  /** Starts a TRANSCODE job over HTTP; returns its id. */
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

/** Waits until the log shows the URL of the server and that its agent has joined; returns the URL. */
async function listening(log: Readable): Promise<string> {
  let url: string | undefined
  for await (const line of createInterface(log)) {
    const said = JSON.parse(line) as { readonly url?: string; readonly node?: number }
    url ??= said.url
    if (url === undefined || said.node === undefined) continue
    // The rest of the log is discarded, but must be read: a full pipe would block the server.
    log.resume()
    return url
  }
  throw new Error('the server exited before it was ready')
}

const START = fileURLToPath(new URL('../../server/start.mjs', import.meta.url))
const SETTINGS = {
  HOST: '127.0.0.1',
  PORT: '0',
  ADMIN_PASSWORD: 'admin',
  DATABASE_URL: '',
  LOG_LEVEL: 'info',
  SETTLED_AFTER: '0',
} as const
export const ADMIN = `Basic ${btoa('admin:admin')}`
