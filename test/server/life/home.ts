/** Provides the DATA_DIR for tests of whole servers, and finds the processes that use it. */
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

/** The kinds of processes, by command line. */
const KINDS = {
  server: /start\.mjs(?!.*--agent)/,
  agent: /start\.mjs --agent/,
  ffmpeg: /^\S*ffmpeg .*-progress/,
  keeper: /keeper\.mjs/,
  postmaster: /postgres -D/,
} as const

type Given = {
  readonly args?: readonly string[]
  /** Settings; the defaults keep a test fast. */
  readonly environment?: Readonly<Record<string, string>>
  /** A command that wraps the server, such as one that changes the user. */
  readonly wrap?: readonly string[]
}

/** A temporary DATA_DIR. Disposing of it kills all processes that use it, and removes it. */
export class Home implements AsyncDisposable {
  readonly dataDir: string

  constructor(name = 'life') {
    this.dataDir = realpathSync(mkdtempSync(join(tmpdir(), `callsheet-${name}-`)))
  }

  /** Starts a server or worker; resolves when it is up. */
  async start(given: Given = {}): Promise<Server> {
    const server = this.#spawn(given)
    await server.up
    return server
  }

  /** Runs a server that is expected to exit; resolves with its exit code and output. */
  async run(given: Given = {}): Promise<{ readonly code: number | null; readonly said: string }> {
    const server = this.#spawn(given)
    const { code } = await server.ended
    return { code, said: server.said }
  }

  /**
   * A wrapper for FFMPEG that reads its source in real time. A transcode then takes the same time on every
   * machine, and hardly any CPU from tests that run in parallel. `file`: only if that exists at its start.
   */
  async unhurried(file = '/'): Promise<string> {
    const { ffmpeg } = await programs()
    return this.script(
      `case " $* " in *" -i "*) [ -e ${file} ] && exec ${ffmpeg.path} -re "$@" ;; esac; exec ${ffmpeg.path} "$@"`,
    )
  }

  /** Writes a one-line shell script; returns its path. */
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

  /** Names of all files in a folder, including hidden ones. Default: the media folder. */
  filesIn(folder = join(this.dataDir, 'media')): readonly string[] {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort()
  }

  pids(kind: keyof typeof KINDS): readonly number[] {
    return this.processes().flatMap(({ pid, command }) => (KINDS[kind].test(command) ? [pid] : []))
  }

  /** Waits until there is exactly one process of a kind; returns its pid. */
  async pid(kind: keyof typeof KINDS): Promise<number> {
    await eventually(`one ${kind} runs`, () => this.pids(kind).length === 1)
    return this.pids(kind)[0] ?? 0
  }

  /** All processes with this folder in their command line or environment. */
  processes(): readonly { readonly pid: number; readonly command: string }[] {
    return readdirSync('/proc').flatMap((name) => {
      const command = read(`/proc/${name}/cmdline`).replaceAll('\0', ' ')
      const isHere = command.includes(this.dataDir) || read(`/proc/${name}/environ`).includes(this.dataDir)
      return isHere && Number(name) > 0 ? [{ pid: Number(name), command }] : []
    })
  }

  /** Queries the embedded PostgreSQL directly. */
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
    // Repeated, because a dying process may just have started another one.
    await eventually('nothing is left', () => {
      for (const { pid } of this.processes()) kill(pid, 'SIGKILL')
      return this.processes().length === 0
    })
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 3 })
  }

  #spawn({ args = [], environment = {}, wrap = [] }: Given): Server {
    const [file = '', ...words] = [...wrap, process.execPath, START, ...args]
    const options: SpawnOptions = {
      detached: true, // a new process group, as in a terminal
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
