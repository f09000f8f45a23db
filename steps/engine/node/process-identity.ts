import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** A process that can be told from every other, also from one that got its pid later. */
export interface ProcessIdentity {
  /** Kernel boot and pid namespace: only within one of these does a pid mean something. */
  readonly kernel: string
  readonly pid: number
  /** Clock ticks since boot. */
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

/** True only when the process certainly is no more; false when it lives, or cannot be judged from here. */
export function isCertainlyGone({ kernel, pid, pidStarted }: ProcessIdentity): boolean {
  if (kernel === '' || kernel !== kernelHere()) return false
  const stat = read(`/proc/${pid}/stat`)
  return stat === undefined ? isFree(pid) : startIn(stat) !== pidStarted
}

/** The machine's own id, or its name where it has none. */
export function machineId(): string {
  return (read('/etc/machine-id') ?? read('/var/lib/dbus/machine-id'))?.trim() || hostname()
}

/** Empty where pids cannot be judged by /proc: there is none, or it is that of another pid namespace. */
function kernelHere(): string {
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim()
  const namespace = link('/proc/self/ns/pid')
  return boot && namespace && link('/proc/self') === String(process.pid) ? `${boot} ${namespace}` : ''
}

function startOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`)
  return stat === undefined ? undefined : startIn(stat)
}

/** Field 22 of /proc/<pid>/stat; the name in field 2 may hold spaces and brackets, so it is counted from the last bracket. */
function startIn(stat: string): number | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // A zombie has ended; only its parent has not asked yet.
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : Number(fields[19])
}

/** A process of another user may be hidden from /proc (`hidepid`), but not from a signal that asks whether it is there. */
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
