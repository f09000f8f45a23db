import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
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
  readonly #worker: ChildProcess | undefined

  private constructor(dataDir: string, url: string, process: ChildProcess, worker?: ChildProcess) {
    this.dataDir = dataDir
    this.url = url
    this.#process = process
    this.#worker = worker
  }

  /**
   * Resolves once the agent has joined. The media roots are the media folder of the server, with its sample
   * if it is the only one, and `folders`. `apart`: the agent is that of a worker, which the server reaches
   * through PostgreSQL alone. `settings`: further ones.
   */
  static async start(
    slots: number,
    folders: readonly string[] = [],
    apart = false,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Server> {
    const dataDir = await mkdtemp(join(tmpdir(), 'callsheet-bench-'))
    const media = join(dataDir, 'media')
    await mkdir(media)
    const env = {
      ...process.env,
      ...SETTINGS,
      ...settings,
      DATA_DIR: dataDir,
      ...(folders.length > 0 && { MEDIA_ROOTS: [media, ...folders].join(':') }),
      CPU_SLOTS: String(slots),
    }
    const server = forked(apart ? ['--role', 'api'] : [], env)
    const { url = '' } = await logged(server, apart ? ['url'] : ['url', 'node'])
    if (!apart) return new Server(dataDir, url, server)
    const worker = forked(['--role', 'worker'], env)
    await logged(worker, ['node'])
    return new Server(dataDir, url, server, worker)
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
    if (this.#worker) await stopped(this.#worker)
    await stopped(this.#process)
    await rm(this.dataDir, { recursive: true, force: true })
  }
}

function forked(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  // The server stops when the channel closes, so it also stops if this process is killed.
  return fork(START, args, { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
}

async function stopped(process: ChildProcess): Promise<void> {
  const ended = once(process, 'exit')
  if (process.connected) process.disconnect()
  if (process.exitCode === null) await ended
}

/** What the log of a server or worker shows of its start. */
interface Started {
  /** The URL of the server. */
  readonly url?: string
  /** The node of its agent, once it has joined. */
  readonly node?: number
}

/** Waits until the log has shown all of these. */
async function logged(process: ChildProcess, wanted: readonly (keyof Started)[]): Promise<Started> {
  const log = process.stdout ?? Readable.from([])
  let shown: Started = {}
  for await (const line of createInterface(log)) {
    shown = { ...(JSON.parse(line) as Started), ...shown }
    if (!wanted.every((one) => shown[one] !== undefined)) continue
    // The rest of the log is discarded, but must be read: a full pipe would block the server.
    log.resume()
    return shown
  }
  throw new Error('the process exited before it was ready')
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
