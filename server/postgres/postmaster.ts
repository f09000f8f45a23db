/** One running PostgreSQL: started by us, or found running and adopted. */
import { spawn } from 'node:child_process'
import { closeSync, readdirSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Folders, PORT } from './data-dir/folders.ts'
import { openLog, reasonIn, sizeOf } from './data-dir/log-file.ts'
import { isAlive, readPostmasterPid, runsIn } from './postmaster-pid.ts'
import type { Programs } from './programs.ts'
import { commandLine } from './run-as.ts'

export interface Postmaster {
  readonly pid: number
  /** Settles with the reason once the process is gone, stopped or not. */
  readonly gone: Promise<string>
}

/** How often a PostgreSQL that is not our child is looked at, ms. */
const WATCH = 250
/** How often a starting PostgreSQL is asked whether it is ready, ms. */
const LOOK = 4
/** How long a running PostgreSQL may take to answer on its socket, ms. */
const ANSWER = 2_000

export interface Patience {
  /** For a fast shutdown: sessions are ended, everything is written. */
  readonly fastMs: number
  /** For an immediate one, which is recovered from at the next start. */
  readonly immediateMs: number
}

/** A fast shutdown writes what is in memory, on a slow disk for so long. */
export const PATIENT: Patience = { fastMs: 60_000, immediateMs: 5_000 }
const FROZEN: Patience = { fastMs: 500, immediateMs: 500 }

/** The running PostgreSQL of this cluster, if it is a healthy one on our socket; any other is stopped. */
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

/** Resolves when it accepts connections; throws with PostgreSQL's own words when it does not get so far. */
export async function startPostmaster(
  { cluster, sockets, log }: Folders,
  { bin, runAs }: Programs,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> {
  removeStale(cluster, sockets)
  const assignments = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const options = ['-D', cluster, '-p', `${PORT}`, '-k', sockets, ...assignments]
  const { file, args, user } = commandLine(runAs, join(bin, 'postgres'), options)
  const from = sizeOf(log)
  const output = openLog(log)
  // Its environment is empty: what the server was given, passwords among it, is none of its business.
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

/** Resolves when the process is gone: SIGINT, then SIGQUIT, then SIGKILL. No acknowledged row is lost by any of them. */
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
    // It went by itself in this instant.
  }
}

async function watch(pid: number, cluster: string): Promise<string> {
  while (runsIn(pid, cluster)) await sleep(WATCH)
  return 'it is gone'
}

async function readiness(cluster: string, pid: number | undefined): Promise<undefined> {
  for (let waited = 0; ; waited += LOOK) {
    const noted = readPostmasterPid(cluster)
    if (noted !== undefined && noted.pid === pid && noted.status === 'ready') return
    if (pid === undefined || !isAlive(pid)) return await new Promise<never>(() => undefined) // `gone` tells
    await sleep(waited < 1_000 ? LOOK : 50)
  }
}

/**
 * PostgreSQL removes what a dead one left, but takes any process with the old number for that one. We know that
 * none runs. Should sessions of a killed one still be ending, it sees that by their shared memory and refuses.
 */
function removeStale(cluster: string, sockets: string): void {
  const left = readPostmasterPid(cluster)
  if (left !== undefined && isAlive(left.pid)) rmSync(join(cluster, 'postmaster.pid'), { force: true })
  for (const name of readdirSync(sockets)) {
    if (name.startsWith('.s.PGSQL.')) rmSync(join(sockets, name), { force: true })
  }
}

/** Asks for TLS, the shortest question of the protocol; any answer will do. */
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
