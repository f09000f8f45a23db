/** The clock, the limits on open files and memory, and how far programs are confined. */
import { readFileSync, statSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Config } from '../../../config/config.ts'
import type { Confinement } from '../../../tasks/program/confinement.ts'
import { messagesOf } from '../../selftest/confinement.ts'
import type { Finding } from '../finding.ts'

const MIB = 2 ** 20

export interface MachineFacts {
  /** ms since 1970. */
  readonly now: number
  /** When this copy of Callsheet was made: no right clock is before it. */
  readonly made: number
  /** How far this clock is ahead of that of the database, ms; absent if the database does not answer. */
  readonly aheadMs?: number
  /** Infinity: no limit. */
  readonly openFiles: number
  readonly totalMiB: number
  readonly freeMiB: number
  /** That of the container or unit; absent if there is none. */
  readonly limitMiB?: number
}

export function lookAtMachine(now: number): Omit<MachineFacts, 'aheadMs'> {
  const limit = process.constrainedMemory() / MIB
  const totalMiB = Math.floor(totalmem() / MIB)
  return {
    now,
    made: statSync(fileURLToPath(new URL('../../../package.json', import.meta.url))).mtimeMs,
    openFiles: openFilesIn(read('/proc/self/limits')),
    totalMiB,
    freeMiB: Math.floor(freemem() / MIB),
    ...(limit > 0 && limit < totalMiB && { limitMiB: Math.floor(limit) }),
  }
}

/** The soft limit, which Node raises to the hard one. Pure. */
export function openFilesIn(limits: string): number {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? []
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Pure. */
export function machineFindings(
  facts: MachineFacts,
  config: Pick<Config, 'programMemory' | 'confinement'>,
): readonly Finding[] {
  return [clockFinding(facts), openFilesFinding(facts), memoryFinding(facts, config)]
}

function clockFinding({ now, made, aheadMs }: MachineFacts): Finding {
  const check = 'clock'
  const mend = ['sudo timedatectl set-ntp true']
  const time = (ms: number) => new Date(ms).toISOString().slice(0, 19)
  if (now < made - DAY_MS)
    return {
      check,
      state: 'wrong',
      says: `it says ${time(now)}, before this copy was made (${time(made)})`,
      mend,
    }
  if (aheadMs === undefined) return { check, state: 'ok', says: `${time(now)} UTC` }
  const off = Math.abs(aheadMs) / 1_000
  const which = aheadMs > 0 ? 'ahead of' : 'behind'
  const says = `${time(now)} UTC, ${off.toFixed(1)} s ${which} the database`
  if (off > WRONG_S) return { check, state: 'wrong', says, mend }
  return off > NOTICED_S
    ? { check, state: 'warning', says, mend }
    : { check, state: 'ok', says: `${time(now)} UTC` }
}

const DAY_MS = 86_400_000
/** SETTLED_AFTER is 2 s: with clocks that differ by more, a source seems to be written still, or settled. */
const NOTICED_S = 2
const WRONG_S = 60

function openFilesFinding({ openFiles }: MachineFacts): Finding {
  const check = 'open files'
  const says = openFiles === Number.POSITIVE_INFINITY ? 'no limit' : `at most ${openFiles}`
  const mend = [`ulimit -n ${ENOUGH_FILES}`, 'sudo systemctl edit callsheet # [Service] LimitNOFILE=65536']
  if (openFiles < FEWEST_FILES) return { check, state: 'wrong', says, mend }
  return openFiles < ENOUGH_FILES ? { check, state: 'warning', says, mend } : { check, state: 'ok', says }
}

/** A server with its step agent has about 100 files open, and one more for each client. */
const FEWEST_FILES = 256
const ENOUGH_FILES = 4_096

function memoryFinding(
  { totalMiB, freeMiB, limitMiB }: MachineFacts,
  { programMemory }: Pick<Config, 'programMemory'>,
): Finding {
  const check = 'memory'
  const most = limitMiB ?? totalMiB
  const limit = limitMiB === undefined ? '' : `, of which this process may use ${limitMiB} MiB`
  const says = `${totalMiB} MiB, ${freeMiB} MiB free${limit}`
  if (most < LEAST_MIB)
    return {
      check,
      state: 'wrong',
      says: `${says}; at least ${LEAST_MIB} MiB are needed`,
      mend: ['docker update --memory 2g --memory-swap 2g CONTAINER'],
    }
  const programs = programMemory ?? Math.trunc((totalMiB * 3) / 4)
  const mend = [`PROGRAM_MEMORY=${Math.trunc((most * 3) / 4)} npm start`]
  if (limitMiB !== undefined && (programs === 0 || programs > limitMiB)) {
    const allowed = programs === 0 ? 'without a limit' : `up to ${programs} MiB`
    return {
      check,
      state: 'warning',
      says: `${says}; a run of ffmpeg may use ${allowed}, and would be killed`,
      mend,
    }
  }
  return { check, state: 'ok', says }
}

/** PostgreSQL, the server and the step agent take about 400 MiB. */
const LEAST_MIB = 512

/** Pure. */
export function confinementFinding(
  here: Confinement,
  wanted: Config['confinement'],
  isRoot: boolean,
): Finding {
  const check = 'confinement'
  if (wanted === 'off')
    return { check, state: 'warning', says: 'CONFINEMENT is off', mend: ['unset CONFINEMENT'] }
  const says = messagesOf(here).join(' ')
  const mend = [
    ...(here.withFiles.length > 0 ? [] : ['sudo apt-get install -y perl util-linux']),
    ...(here.withoutNetwork.length > 0 ? [] : networkMend(isRoot)),
    ...(here.withMemory.length > 0 ? [] : ['unset PROGRAM_MEMORY']),
  ]
  return mend.length === 0 ? { check, state: 'ok', says } : { check, state: 'warning', says, mend }
}

/** Ubuntu and Debian have each a switch that forbids user namespaces. */
function networkMend(isRoot: boolean): readonly string[] {
  if (isRoot) return ['docker run --cap-add SYS_ADMIN …']
  return [
    'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    'sudo sysctl -w kernel.unprivileged_userns_clone=1',
  ]
}
