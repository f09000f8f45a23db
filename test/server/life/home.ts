/** What the tests of whole servers stand on: a DATA_DIR for them, real clips in it, and eyes on what runs there. */
import { type SpawnOptions, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { foldersOf, PORT } from '../../../server/postgres/data-dir/folders.ts'
import { programs } from '../../tasks/machine.ts'
import { eventually, kill } from './outside.ts'
import { Server } from './server.ts'

const START = fileURLToPath(new URL('../../../server/start.mjs', import.meta.url))

/** What a program is to us, by its command line. */
const KINDS = {
  server: /start\.mjs(?!.*--agent)/,
  agent: /start\.mjs --agent/,
  ffmpeg: /^\S*ffmpeg .*-progress/,
  keeper: /keeper\.mjs/,
  postmaster: /postgres -D/,
} as const

type Given = {
  readonly args?: readonly string[]
  /** Settings; those that are not given are cheap. */
  readonly environment?: Readonly<Record<string, string>>
  /** A command to put in front, such as one that changes the user. */
  readonly wrap?: readonly string[]
}

/** A DATA_DIR. At the end whatever runs on it is killed, and it is removed. */
export class Home implements AsyncDisposable {
  readonly dataDir: string

  constructor(name = 'life') {
    this.dataDir = realpathSync(mkdtempSync(join(tmpdir(), `callsheet-${name}-`)))
  }

  /** Resolves when it listens, or as a worker has begun. */
  async start(given: Given = {}): Promise<Server> {
    const server = this.#spawn(given)
    await server.up
    return server
  }

  /** One that is expected to end by itself. */
  async run(given: Given = {}): Promise<{ readonly code: number | null; readonly said: string }> {
    const server = this.#spawn(given)
    const { code } = await server.ended
    return { code, said: server.said }
  }

  /**
   * For FFMPEG: the real one, but it reads its source no faster than it plays. What is to be killed in the middle then lasts
   * as long on every machine, and takes nothing from the tests that run beside it.
   */
  async unhurried(): Promise<string> {
    const { ffmpeg } = await programs()
    return this.script(
      `case " $* " in *" -i "*) exec ${ffmpeg.path} -re "$@" ;; esac; exec ${ffmpeg.path} "$@"`,
    )
  }

  /** Writes a program of one line of shell; answers its path. */
  async script(line: string): Promise<string> {
    const path = join(this.dataDir, `ffmpeg-${randomUUID()}`)
    await writeFile(path, `#!/bin/sh\n${line}\n`, { mode: 0o755 })
    return path
  }

  /** The folder that `file:` URIs may touch. */
  async mediaFolder(): Promise<string> {
    const folder = join(this.dataDir, 'media')
    await mkdir(folder, { recursive: true })
    return folder
  }

  /** Names of all files in a folder, hidden ones too; by default in the media folder. */
  filesIn(folder = join(this.dataDir, 'media')): readonly string[] {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort()
  }

  pids(kind: keyof typeof KINDS): readonly number[] {
    return this.processes().flatMap(({ pid, command }) => (KINDS[kind].test(command) ? [pid] : []))
  }

  /** Waits for the one process of a kind. */
  async pid(kind: keyof typeof KINDS): Promise<number> {
    await eventually(`one ${kind} runs`, () => this.pids(kind).length === 1)
    return this.pids(kind)[0] ?? 0
  }

  /** Every process that names this folder or was given it as DATA_DIR. */
  processes(): readonly { readonly pid: number; readonly command: string }[] {
    return readdirSync('/proc').flatMap((name) => {
      const command = read(`/proc/${name}/cmdline`).replaceAll('\0', ' ')
      const isHere = command.includes(this.dataDir) || read(`/proc/${name}/environ`).includes(this.dataDir)
      return isHere && Number(name) > 0 ? [{ pid: Number(name), command }] : []
    })
  }

  /** Asks the embedded PostgreSQL itself. */
  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const client = new pg.Client({ host: foldersOf(this.dataDir).sockets, port: PORT, user: 'postgres' })
    await client.connect()
    try {
      return (await client.query<Row>(sql, [...values])).rows
    } finally {
      await client.end()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Each look may find what a dying one has just started.
    await eventually('nothing is left', () => {
      for (const { pid } of this.processes()) kill(pid, 'SIGKILL')
      return this.processes().length === 0
    })
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 3 })
  }

  #spawn({ args = [], environment = {}, wrap = [] }: Given): Server {
    const [file = '', ...words] = [...wrap, process.execPath, START, ...args]
    const options: SpawnOptions = {
      detached: true, // a process group of its own, as in a terminal
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        RETRY_BACKOFF: '0',
        SETTLED_AFTER: '0',
        DATA_DIR: this.dataDir,
        ...environment,
      },
    }
    return new Server(spawn(file, words, options))
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
