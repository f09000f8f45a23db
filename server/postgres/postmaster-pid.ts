/** Reads `postmaster.pid`, the lock file of a running PostgreSQL, and checks whether it is stale. */
import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

export interface PostmasterPid {
  readonly pid: number
  readonly port: number
  /** The first socket folder; empty if there is none. */
  readonly sockets: string
  /** `starting`, `stopping`, `ready` or `standby`; empty at first. */
  readonly status: string
}

/** Lines, from PostgreSQL's `miscadmin.h` (LOCK_FILE_LINE_…): 1 pid, 4 port, 5 socket folder, 8 status. */
export function parsePostmasterPid(text: string): PostmasterPid | undefined {
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, port: Number(lines[3] ?? 0), sockets: lines[4] ?? '', status: lines[7] ?? '' }
}

/** Undefined without the file: PostgreSQL is not running and was shut down cleanly. */
export function readPostmasterPid(cluster: string): PostmasterPid | undefined {
  try {
    return parsePostmasterPid(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'))
  } catch {
    return undefined
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Whether `pid` is a running PostgreSQL of this cluster, rather than a zombie or another program with a
 * reused pid. A postmaster's working directory is its cluster; the arguments of an embedded one name it, too.
 */
export function runsIn(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return commandOf(pid).includes(cluster)
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return (args[0] ?? '').includes('postgres') && (args.includes(cluster) || workingFolder(pid) === cluster)
  } catch {
    return false
  }
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function commandOf(pid: number): string {
  return spawnSync('ps', ['-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' }).stdout ?? ''
}
