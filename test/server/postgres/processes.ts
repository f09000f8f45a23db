/** Provides processes, folders and checks for the tests of the embedded PostgreSQL. */
import assert from 'node:assert/strict'
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import {
  type EmbeddedPostgres,
  type PostgresOptions,
  startPostgres,
} from '../../../server/postgres/postgres.ts'

export type Connection = EmbeddedPostgres['connection']

/** Settings for tests that need no durability. */
export const HASTY = { fsync: 'off', synchronous_commit: 'off' } as const

/** A new DATA_DIR. `nothingIsLeft` checks that no process uses it, and removes it. */
export function dataDirFor(context: Mocha.Context, owner = 0): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'callsheet-test-')))
  if (owner !== 0) chownSync(folder, owner, owner)
  cleanUps.set(context, [...(cleanUps.get(context) ?? []), folder])
  return folder
}

let template: Promise<string> | undefined

/** A new DATA_DIR with a copied cluster, so that `initdb` runs only once for a test file. */
export async function dataDirWithCluster(context: Mocha.Context): Promise<string> {
  template ??= makeTemplate()
  const dataDir = dataDirFor(context)
  cpSync(await template, join(dataDir, 'postgres'), { recursive: true })
  return dataDir
}

async function makeTemplate(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'callsheet-template-'))
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  await (await startPostgres({ dataDir, settings: HASTY })).stop()
  return join(dataDir, 'postgres')
}

const cleanUps = new Map<Mocha.Context, readonly string[]>()

/** For `afterEach`: kills the processes that a test left after another second, and fails if there are any. */
export async function nothingIsLeft(context: Mocha.Context): Promise<void> {
  const folders = cleanUps.get(context) ?? []
  cleanUps.delete(context)
  const running = () => folders.flatMap(processesIn)
  await until('nothing is left', () => running().length === 0, 1_000).catch(() => undefined)
  const left = running()
  for (const { pid } of left) process.kill(pid, 'SIGKILL')
  for (const folder of folders) {
    await until(`the processes of ${folder} are gone`, () => processesIn(folder).length === 0)
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  assert.deepEqual(left, [])
}

export interface Child {
  readonly process: ChildProcess
  /** The first line that it printed. */
  readonly said: { readonly up?: boolean; readonly failed?: string; readonly connection?: Connection }
  /** Resolves when it has shut down cleanly, or died of the signal. */
  end(how: 'cleanly' | NodeJS.Signals): Promise<void>
}

export async function child(
  what: 'start' | 'join' | 'lock',
  options: PostgresOptions,
  how: SpawnOptions = {},
  wrap: readonly string[] = [],
): Promise<Child> {
  const program = fileURLToPath(new URL('./child.ts', import.meta.url))
  const [file = '', ...args] = [...wrap, process.execPath, program, what, JSON.stringify(options)]
  const started = spawn(file, args, { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'], ...how })
  return asChild(started)
}

export async function asChild(started: ChildProcess): Promise<Child> {
  const ended = once(started, 'exit')
  assert.ok(started.stdout)
  const [line] = await Promise.race([once(createInterface({ input: started.stdout }), 'line'), ended])
  return {
    process: started,
    said: typeof line === 'string' ? JSON.parse(line) : { failed: `ended with ${line}` },
    async end(how) {
      if (how === 'cleanly') started.stdin?.end('stop\n')
      else started.kill(how)
      await ended
    },
  }
}

export async function query<Row>(connection: Connection | undefined, sql: string): Promise<readonly Row[]> {
  assert.ok(connection)
  const client = new pg.Client({ ...connection })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

interface Running {
  readonly pid: number
  readonly command: string
}

/** All processes with the folder in their command line or as working directory. */
export function processesIn(dataDir: string): readonly Running[] {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
  return pids.flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      const inside = command.includes(`${dataDir}`) || readlinkSync(`/proc/${pid}/cwd`).startsWith(dataDir)
      return command !== '' && inside ? [{ pid, command }] : []
    } catch {
      return []
    }
  })
}

/** Waits until there is exactly one: a second keeper may run for a moment. */
export async function pidOf(what: 'keeper' | 'postmaster', dataDir: string): Promise<number> {
  const mark = what === 'keeper' ? 'keeper.mjs' : `-D ${join(dataDir, 'postgres')}`
  const find = () => processesIn(dataDir).filter(({ command }) => command.includes(mark))
  await until(`one ${what}`, () => find().length === 1)
  return find()[0]?.pid ?? 0
}

/** Waits until a condition holds; fails after `limitMs`. */
export async function until(
  fact: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 5_000,
): Promise<void> {
  const began = performance.now()
  while (!(await holds())) {
    assert.ok(performance.now() - began < limitMs, `not within ${limitMs} ms: ${fact}`)
    await sleep(10)
  }
}
