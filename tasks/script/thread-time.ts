/** The processor time of one thread, as seen from another thread of the process. */

import { readFileSync, readlinkSync } from 'node:fs'

/** The id of the calling thread; 0 on systems without /proc. */
export function ownThread(): number {
  try {
    return Number(/\d+$/.exec(readlinkSync('/proc/thread-self'))?.[0] ?? 0)
  } catch {
    return 0
  }
}

/** The processor time that a thread has used, ms, in steps of 10; undefined if it is not known. */
export function processorMs(thread: number): number | undefined {
  if (thread === 0) return undefined
  try {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8')
    // The name in parentheses may contain anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[UTIME]) + Number(fields[STIME])) * TICK_MS
  } catch {
    return undefined
  }
}

/** Places of `utime` and `stime`, fields 14 and 15 of proc(5), after the name. */
const UTIME = 11
const STIME = 12
/** Linux counts in hundredths of a second here, whatever the frequency of the kernel's timer. */
const TICK_MS = 10
