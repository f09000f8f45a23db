/** Starts, adopts and stops a PostgreSQL process. */
import { spawn } from 'node:child_process'
import { closeSync, readdirSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Folders, PORT } from './data-dir/folders.ts'
import { openLog, reasonIn, sizeOf } from './data-dir/log-file.ts'
import { isAlive, readPostmasterPid, runsIn } from './postmaster-pid.ts'
import type { PostgresPrograms } from './programs.ts'
import { commandLine } from './run-as.ts'

export interface Postmaster {
  readonly pid: number
  /** Resolves with the reason when the process has ended, for any reason. */
  readonly gone: Promise<string>
}

/** How often an adopted PostgreSQL is checked, as it is not a child process, ms. */
const WATCH = 250
/** How often a starting PostgreSQL is checked for readiness, ms. */
const LOOK = 4
/** Time limit for a running PostgreSQL to answer on its socket, ms. */
const ANSWER = 2_000

export interface Patience {
  /** Time limit for a fast shutdown, which ends sessions and writes all data. */
  readonly fastMs: number
  /** Time limit for an immediate shutdown, after which the next start has to recover. */
  readonly immediateMs: number
}

/** A fast shutdown flushes memory, which takes long on a slow disk. */
export const PATIENT: Patience = { fastMs: 60_000, immediateMs: 5_000 }
const FROZEN: Patience = { fastMs: 500, immediateMs: 500 }

/** The running PostgreSQL of this cluster, if it answers on the expected socket; otherwise stops it. */
export async function adoptPostmaster({ cluster, sockets }: Folders): Promise<Postmaster | undefined> {
  let found = readPostmasterPid(cluster)
  while (found && runsIn(found.pid, cluster) && ['', 'starting'].includes(found.status)) {
    await sleep(LOOK)
    found = readPostmasterPid(cluster)
  }
  if (!found || !runsIn(found.pid, cluster)) return undefined
  const { pid } = found
  const postmaster = { pid, gone: watch(pid, cluster) }
  const ours = found.status === 'ready' && found.sockets === sockets && found.port === PORT
  if (ours && (await answers(sockets))) return postmaster
  await stopPostmaster(postmaster, ours ? FROZEN : PATIENT)
  return undefined
}

/** Resolves when PostgreSQL accepts connections. Throws with PostgreSQL's messages if it does not start. */
export async function startPostmaster(
  { cluster, sockets, log }: Folders,
  { bin, runAs }: PostgresPrograms,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> {
  removeStale(cluster, sockets)
  const assignments = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const options = ['-D', cluster, '-p', `${PORT}`, '-k', sockets, ...assignments]
  const { file, args, user } = commandLine(runAs, join(bin, 'postgres'), options)
  const from = sizeOf(log)
  const output = openLog(log)
  // An empty environment keeps the server's variables, such as passwords, from PostgreSQL.
  const child = spawn(file, args, {
    ...user,
    env: {},
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  const gone = new Promise<string>((settle) => {
    child.once('error', (error) => settle(error.message))
    child.once('exit', (code, signal) => settle(signal ?? `exit code ${code}`))
  })
  const reason = await Promise.race([gone, readiness(cluster, child.pid)])
  if (reason !== undefined) throw new Error(`PostgreSQL did not start (${reason}):\n${reasonIn(log, from)}`)
  return { pid: child.pid ?? 0, gone }
}

/**
 * Sends SIGINT, then SIGQUIT, then SIGKILL until the process has ended. None of them loses committed data.
 */
export async function stopPostmaster(
  { pid, gone }: Postmaster,
  { fastMs, immediateMs }: Patience,
): Promise<void> {
  const steps = [
    ['SIGINT', fastMs],
    ['SIGQUIT', immediateMs],
    ['SIGKILL', 60_000],
  ] as const
  for (const [signal, patience] of steps) {
    signalTo(pid, signal)
    const timer = new AbortController()
    const waited = sleep(patience, 'late' as const, { signal: timer.signal, ref: false }).catch(
      () => undefined,
    )
    const ended = await Promise.race([gone, waited])
    timer.abort()
    if (ended !== 'late') return
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has already ended.
  }
}

async function watch(pid: number, cluster: string): Promise<string> {
  while (runsIn(pid, cluster)) await sleep(WATCH)
  return 'process ended'
}

async function readiness(cluster: string, pid: number | undefined): Promise<undefined> {
  for (let waited = 0; ; waited += LOOK) {
    const noted = readPostmasterPid(cluster)
    if (noted !== undefined && noted.pid === pid && noted.status === 'ready') return
    // Never resolves for a dead process: startPostmaster() also waits for `gone`.
    if (pid === undefined || !isAlive(pid)) return await new Promise<never>(() => undefined)
    await sleep(waited < 1_000 ? LOOK : 50)
  }
}

/**
 * Removes the lock file and sockets of a dead PostgreSQL. PostgreSQL does so itself, except when another
 * process has the old pid; here it is known that none is running. If sessions of a killed one are still
 * ending, PostgreSQL detects their shared memory and refuses to start.
 */
function removeStale(cluster: string, sockets: string): void {
  const left = readPostmasterPid(cluster)
  if (left !== undefined && isAlive(left.pid)) rmSync(join(cluster, 'postmaster.pid'), { force: true })
  for (const name of readdirSync(sockets)) {
    if (name.startsWith('.s.PGSQL.')) rmSync(join(sockets, name), { force: true })
  }
}

/** Whether PostgreSQL answers on its socket. Sends SSLRequest, the shortest request of the protocol. */
function answers(sockets: string): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(join(sockets, `.s.PGSQL.${PORT}`))
    const finish = (alive: boolean) => {
      socket.destroy()
      settle(alive)
    }
    socket.once('connect', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])))
    socket.once('data', () => finish(true))
    socket.once('error', () => finish(false))
    socket.setTimeout(ANSWER, () => finish(false))
  })
}
