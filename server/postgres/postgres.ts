/** Starts or joins the embedded PostgreSQL: one per DATA_DIR, shared by its server and workers. */

import { CannotStart } from '../process/cannot-start.ts'
import { type Folders, foldersOf, PORT } from './data-dir/folders.ts'
import { type Attachment, attach, reach } from './keeper/attachment.ts'
import type { Plan } from './keeper/messages.ts'
import { clusterMajor } from './programs.ts'

export interface PostgresOptions {
  /** DATA_DIR, created if it does not exist; the cluster is its folder `postgres`. */
  readonly dataDir: string
  /** Default 60. Like `settings`, without effect on a PostgreSQL that is already running. */
  readonly maxConnections?: number
  /** Server parameters such as `{ synchronous_commit: 'off' }`; they override the defaults. */
  readonly settings?: Readonly<Record<string, string>>
  /** How long PostgreSQL outlives its last user if that died without `stop()`, ms. Default 30 000. */
  readonly graceMs?: number
  /**
   * Reports that PostgreSQL was taken over, died or restarted. Everything else is in `DATA_DIR/postgres.log`.
   */
  readonly log?: (line: string) => void
}

export interface EmbeddedPostgres extends AsyncDisposable {
  /** `host` is the socket folder, which only this user can access; there is no password and no TCP. */
  readonly connection: {
    readonly host: string
    readonly port: number
    readonly user: 'postgres'
    readonly database: 'postgres'
  }
  /**
   * Resolves with the reason if PostgreSQL is down and cannot be restarted. Usually a PostgreSQL that dies is
   * restarted on the same socket: open connections break, new ones work within a second.
   */
  readonly exited: Promise<string>
  /** Resolves when PostgreSQL has stopped, or at once if other processes use it. May be called repeatedly. */
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL, takes over one that killed processes left running, or joins one that other processes
 * use. Creates the cluster if there is none. Throws with PostgreSQL's messages and a remedy if it cannot run.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') {
    throw new CannotStart('The embedded PostgreSQL does not run on Windows yet: set DATABASE_URL')
  }
  const folders = foldersOf(options.dataDir)
  const embedded = new Embedded(folders, planOf(options, folders), options.log ?? (() => undefined))
  await embedded.start()
  return embedded
}

/**
 * Like `startPostgres`, but for a worker: it never creates a cluster, because a worker with a wrong DATA_DIR
 * would wait on an empty database forever. Throws `NoPostgres` instead.
 */
export async function joinPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const folders = foldersOf(options.dataDir)
  if (clusterMajor(folders.cluster) === undefined) {
    const keeper = await reach(folders)
    keeper?.destroy()
    if (keeper === undefined) throw new NoPostgres(folders.dataDir)
  }
  return startPostgres(options)
}

export class NoPostgres extends CannotStart {
  override readonly name = 'NoPostgres'

  constructor(dataDir: string) {
    super(`No PostgreSQL under ${dataDir}: start a server there first, or set DATABASE_URL`)
  }
}

class Embedded implements EmbeddedPostgres {
  readonly connection: EmbeddedPostgres['connection']
  readonly exited: Promise<string>
  readonly #folders: Folders
  readonly #plan: Plan
  readonly #log: (line: string) => void
  #attachment: Promise<Attachment> | undefined
  #stopped: Promise<void> | undefined
  #exit: (reason: string) => void = () => undefined

  constructor(folders: Folders, plan: Plan, log: (line: string) => void) {
    this.connection = { host: folders.sockets, port: PORT, user: 'postgres', database: 'postgres' }
    this.#folders = folders
    this.#plan = plan
    this.#log = log
    this.exited = new Promise((settle) => {
      this.#exit = settle
    })
  }

  async start(): Promise<void> {
    this.#attachment = attach(this.#plan, this.#folders, this.#log)
    const attachment = await this.#attachment
    attachment.unref()
    void attachment.closed.then(() => this.#startAgain())
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#leave()
    return this.#stopped
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  async #startAgain(): Promise<void> {
    if (this.#stopped !== undefined) return
    this.#log('The PostgreSQL keeper died; starting another one')
    try {
      await this.start()
      this.#log('A new PostgreSQL keeper is running')
    } catch (error) {
      this.#exit(String(error))
    }
  }

  /** Retries with a new keeper: one that dies before it answers leaves PostgreSQL running. */
  async #leave(): Promise<void> {
    const attachment = await this.#attachment?.catch(() => undefined)
    let answer = await attachment?.bye()
    while (answer === 'lost') {
      answer = await (await attach(this.#plan, this.#folders, this.#log)).bye()
    }
  }
}

function planOf(options: PostgresOptions, { dataDir }: Folders): Plan {
  return {
    dataDir,
    graceMs: options.graceMs ?? 30_000,
    settings: {
      ...DEFAULTS,
      max_connections: `${options.maxConnections ?? 60}`,
      ...options.settings,
      ...FIXED,
    },
  }
}

const DEFAULTS = {
  shared_buffers: '128MB',
  // A statement locks every partition that it may open. PostgreSQL keeps as many locks as this in the backend
  // itself; with its default of 64 the drain of `bench queue` was a fifth slower.
  max_locks_per_transaction: '512',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  cluster_name: 'callsheet',
} as const

/** Cannot be overridden: the socket folder must be the only access. */
const FIXED = { listen_addresses: '', unix_socket_permissions: '0700' } as const
