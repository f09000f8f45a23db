import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** CPU time that a server has used so far, s, by process. Linux only. */
export interface ProcessorTime {
  readonly api: number
  readonly agent: number
  readonly postgres: number
  /** The programs that the agent has run: ffmpeg, ffprobe and their wrappers. */
  readonly programs: number
}

/** Reads `/proc`. `pid` is the server, `dataDir` the folder of its PostgreSQL. */
export function processorTime(pid: number, dataDir: string): ProcessorTime {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(name))
  const sum = (times: readonly number[]) => times.reduce((total, time) => total + time, 0)
  const [postmaster] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')
    .split('\n')
    .map(Number)
  const agents = all.filter(({ parent, name }) => parent === pid && NODE.includes(name))
  const backends = all.filter((one) => one.pid === postmaster || one.parent === postmaster)
  return {
    api: sum(all.filter((one) => one.pid === pid).map(({ own }) => own)),
    agent: sum(agents.map(({ own }) => own)),
    postgres: sum(backends.map(({ own, ended }) => own + ended)),
    programs: sum(agents.map(({ ended }) => ended)),
  }
}

export function since(before: ProcessorTime, after: ProcessorTime): ProcessorTime {
  return {
    api: after.api - before.api,
    agent: after.agent - before.agent,
    postgres: after.postgres - before.postgres,
    programs: after.programs - before.programs,
  }
}

/** CPU time of all ended child processes of this process, s. */
export function ofEndedPrograms(): number {
  return statOf('self')[0]?.ended ?? 0
}

interface Stat {
  readonly pid: number
  readonly parent: number
  readonly name: string
  /** User and system time, s. */
  readonly own: number
  /** The same of its ended children and their children, s. */
  readonly ended: number
}

/** Kernel names of Node processes; distinguishes the agent from the `sh` that the server starts. */
const NODE: readonly string[] = ['node', 'MainThread', 'node-MainThread']
/** The unit of `/proc/<pid>/stat`, the same on every Linux that Node supports. */
const TICKS_PER_S = 100

/** A list of one entry; empty if the process has ended meanwhile. */
function statOf(process: string): readonly Stat[] {
  try {
    const text = readFileSync(`/proc/${process}/stat`, 'utf8')
    // The name may contain spaces and parentheses, so fields are counted from the last one, which ends field
    // 2.
    const [opens, closes] = [text.indexOf('('), text.lastIndexOf(')')]
    const fields = text
      .slice(closes + 2)
      .split(' ')
      .map(Number)
    const field = (number: number) => fields[number - 3] ?? Number.NaN
    const [own, ended] = [field(14) + field(15), field(16) + field(17)].map((ticks) => ticks / TICKS_PER_S)
    const [pid, name] = [Number(text.slice(0, opens)), text.slice(opens + 1, closes)]
    return [{ pid, name, parent: field(4), own: own ?? 0, ended: ended ?? 0 }]
  } catch {
    return []
  }
}
