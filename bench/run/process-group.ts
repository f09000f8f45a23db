import { readdirSync, readFileSync } from 'node:fs'

/** The process group of a process whose command line matches; undefined if there is none. Linux only. */
export function groupOf(isIt: (words: readonly string[]) => boolean): number | undefined {
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isIt(wordsOf(name)))
  return pid === undefined ? undefined : fieldOf(pid, GROUP)
}

/** Whether no process of the group is left, zombies included. */
export function isGroupGone(group: number): boolean {
  try {
    process.kill(-group, 0)
    return false
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ESRCH') return true
    throw error
  }
}

/** The field number in `/proc/<pid>/stat`, from 1. */
const GROUP = 5

function fieldOf(pid: string, field: number): number | undefined {
  const text = textOf(`/proc/${pid}/stat`)
  // The name may contain spaces and parentheses, so fields are counted from the last one, which ends field 2.
  const value = text.slice(text.lastIndexOf(')') + 2).split(' ')[field - 3]
  return value === undefined || value === '' ? undefined : Number(value)
}

function wordsOf(pid: string): readonly string[] {
  return textOf(`/proc/${pid}/cmdline`).split('\0')
}

/** Empty if the process has ended meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
