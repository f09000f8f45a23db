/** Watches the process that started this server, such as npm, through the shells between them. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { clock } from '../../steps/engine/runtime/clock.ts'

/** A process as the system lists it. */
interface Listed {
  readonly parent: number
  readonly args: readonly string[]
}

/**
 * Resolves when npm is gone, or when the signal is aborted. npm starts a script in a shell, which outlives a
 * killed npm and keeps the server's parent the same. So every process up to npm must keep its parent.
 */
export async function starterGone(signal: AbortSignal): Promise<void> {
  const chain = lineage(process.ppid, listed)
  while (!signal.aborted && isWhole([process.pid, ...chain])) await clock.sleep(1_000, signal)
}

/** The pids from `pid` up to the first process that is neither a shell with a script nor our own start. */
export function lineage(pid: number, list: (pid: number) => Listed | undefined): readonly number[] {
  const found = list(pid)
  if (found === undefined || !isBetween(found.args) || found.parent <= 1) return [pid]
  return [pid, ...lineage(found.parent, list)]
}

/** `sh -c …`, and the older Node that runs start.mjs under the installed one. */
function isBetween([program = '', first = '', ...more]: readonly string[]): boolean {
  const name = program.slice(program.lastIndexOf('/') + 1)
  if (/^(ba|da|z|k)?sh$/.test(name)) return first === '-c'
  return [first, ...more].some((word) => word.endsWith('start.mjs'))
}

function isWhole([child = 0, parent, ...more]: readonly number[]): boolean {
  if (parent === undefined) return true
  const now = child === process.pid ? process.ppid : listed(child)?.parent
  return now === parent && isWhole([parent, ...more])
}

function listed(pid: number): Listed | undefined {
  try {
    if (process.platform !== 'linux') return listedByPs(pid)
    // The name in parentheses may contain spaces and parentheses; the state and the parent follow it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return { parent: Number(parent), args }
  } catch {
    return undefined
  }
}

function listedByPs(pid: number): Listed | undefined {
  const { stdout = '' } = spawnSync('ps', ['-o', 'ppid=,command=', '-p', `${pid}`], { encoding: 'utf8' })
  const [parent = '', ...args] = stdout.trim().split(/\s+/)
  return parent === '' ? undefined : { parent: Number(parent), args }
}
