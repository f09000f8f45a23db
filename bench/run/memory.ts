/** Watches the memory of processes; Linux only. */
import { readdirSync, readFileSync } from 'node:fs'

/**
 * Resident memory of a process and all that it has started, MiB, except PostgreSQL and what ends meanwhile.
 */
export function residentMiB(pid: number): number {
  const parents = new Map(readdirSync('/proc').flatMap((name) => parentOf(Number(name))))
  const isOf = (one: number | undefined): boolean =>
    one !== undefined && (one === pid || isOf(parents.get(one)))
  return [...parents.keys()].filter(isOf).reduce((sum, one) => sum + residentOf(one), 0)
}

/** The most that was seen while the work ran. */
export async function mostMemory(pid: number, work: () => Promise<void>): Promise<number> {
  let most = residentMiB(pid)
  const timer = setInterval(() => {
    most = Math.max(most, residentMiB(pid))
  }, LOOK_EVERY_MS)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return most
}

const LOOK_EVERY_MS = 100

function parentOf(pid: number): readonly (readonly [number, number])[] {
  if (!Number.isInteger(pid)) return []
  const [, name = '', parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(read(`/proc/${pid}/stat`)) ?? []
  return name === '' || name === 'postgres' ? [] : [[pid, Number(parent)]]
}

function residentOf(pid: number): number {
  const [, kB = '0'] = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`)) ?? []
  return Number(kB) / 1_024
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
