/** Identifies processes across restarts and reused pids, and detects that one has ended. */
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Identifies a process, even if another process has the same pid later. */
export interface ProcessIdentity {
  /** Boot id and pid namespace, within which a pid is unique; empty if unknown. */
  readonly kernel: string
  readonly pid: number
  /** Start time, clock ticks since boot. */
  readonly pidStarted: number
}

export function thisProcess(): ProcessIdentity {
  const pidStarted = startOf(process.pid)
  return {
    kernel: pidStarted === undefined ? '' : kernelHere(),
    pid: process.pid,
    pidStarted: pidStarted ?? 0,
  }
}

/** True only if the process has certainly ended; false if it runs, or if this process cannot tell. */
export function isCertainlyGone({ kernel, pid, pidStarted }: ProcessIdentity): boolean {
  if (kernel === '' || kernel !== kernelHere()) return false
  const stat = read(`/proc/${pid}/stat`)
  return stat === undefined ? isFree(pid) : startIn(stat) !== pidStarted
}

/** The machine id, or the host name if there is none. */
export function machineId(): string {
  return (read('/etc/machine-id') ?? read('/var/lib/dbus/machine-id'))?.trim() || hostname()
}

/** Empty if /proc is missing or belongs to another pid namespace, so that it says nothing about pids. */
function kernelHere(): string {
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim()
  const namespace = link('/proc/self/ns/pid')
  return boot && namespace && link('/proc/self') === String(process.pid) ? `${boot} ${namespace}` : ''
}

function startOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`)
  return stat === undefined ? undefined : startIn(stat)
}

/** Field 22 of /proc/<pid>/stat. Counted from the last bracket: the name in field 2 may contain brackets. */
function startIn(stat: string): number | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // A zombie has ended; its parent has not collected its exit status yet.
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : Number(fields[19])
}

/** A process of another user may be hidden in /proc (`hidepid`), but signal 0 still detects it. */
function isFree(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
