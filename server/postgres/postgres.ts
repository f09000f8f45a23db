/** The embedded PostgreSQL: one per DATA_DIR, shared by the server and the workers on it, gone with the last of them. */

import { type Folders, foldersOf, PORT } from './data-dir/folders.ts'
import { type Attachment, attach, reach } from './keeper/attachment.ts'
import type { Plan } from './keeper/messages.ts'
import { clusterMajor } from './programs.ts'

export interface PostgresOptions {
  /** DATA_DIR; the cluster is its folder `postgres`. Made when it is missing. */
  readonly dataDir: string
  /** Default 60. Like `settings`, of no effect on a PostgreSQL that already runs. */
  readonly maxConnections?: number
  /** PostgreSQL's own settings, as in `{ synchronous_commit: 'off' }`; they win over ours. */
  readonly settings?: Readonly<Record<string, string>>
  /** How long PostgreSQL waits for a new user after its last one died without `stop()`, ms. Default 30 000. */
  readonly graceMs?: number
  /** Told when PostgreSQL was taken over, died, is back. Everything else is in `DATA_DIR/postgres.log`. */
  readonly log?: (line: string) => void
}

export interface EmbeddedPostgres extends AsyncDisposable {
  /** `host` is the folder of a socket that only this user can enter; there is no password and no TCP. */
  readonly connection: {
    readonly host: string
    readonly port: number
    readonly user: 'postgres'
    readonly database: 'postgres'
  }
  /**
   * Settles with the reason when PostgreSQL is gone and cannot be brought back. A PostgreSQL that dies is started again
   * by itself, at the same place: open connections break, new ones work within a second.
   */
  readonly exited: Promise<string>
  /** Resolves when PostgreSQL is stopped, or at once while others use it. May be called more than once. */
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL, takes over one that killed processes left running, or joins the one that others use. Makes the
 * cluster when there is none. Throws with PostgreSQL's own words and the way out when it cannot run.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') {
    throw new Error('The embedded PostgreSQL does not run on Windows yet: set DATABASE_URL')
  }
  const folders = foldersOf(options.dataDir)
  const embedded = new Embedded(folders, planOf(options, folders), options.log ?? (() => undefined))
  await embedded.start()
  return embedded
}

/**
 * What a worker uses: joins, or starts PostgreSQL where a server has run before. It never makes a cluster: a worker
 * with a mistaken DATA_DIR would work on an empty database for ever. Throws `NoPostgres` then.
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

export class NoPostgres extends Error {
  constructor(dataDir: string) {
    super(`No PostgreSQL under ${dataDir}: start a server there first, or set DATABASE_URL`)
    this.name = 'NoPostgres'
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
    this.#log('The keeper of PostgreSQL died; starting another')
    try {
      await this.start()
      this.#log('PostgreSQL has a keeper again')
    } catch (error) {
      this.#exit(String(error))
    }
  }

  /** A keeper that dies before it has answered leaves PostgreSQL running: the next one is asked. */
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
    settings: { ...OURS, max_connections: `${options.maxConnections ?? 60}`, ...options.settings, ...FIXED },
  }
}

const OURS = {
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  cluster_name: 'callsheet',
} as const

/** Without these the socket folder would not be the only door. */
const FIXED = { listen_addresses: '', unix_socket_permissions: '0700' } as const
