/** Chooses the PostgreSQL programs and the user they run as: the first pair that is seen to work. */
import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Binaries, findBinaries } from './binaries.ts'
import type { Folders } from './data-dir/folders.ts'
import { commandLine, type RunAs, sayRunAs, waysToRun } from './run-as.ts'

export interface Programs extends Binaries {
  readonly runAs: RunAs
}

/** Throws with everything that was tried, and with the way out. */
export function choosePrograms(folders: Folders): Programs {
  const wanted = clusterMajor(folders.cluster)
  const refused: string[] = []
  const unusable = new Set<RunAs>()
  const ways = waysToRun(folders.dataDir)
  for (const binaries of findBinaries(folders.run)) {
    if (wanted !== undefined && binaries.major !== wanted) {
      refused.push(`${binaries.bin} is version ${binaries.major}, but ${folders.cluster} needs ${wanted}`)
      continue
    }
    for (const runAs of ways) {
      if (unusable.has(runAs)) continue
      const problem = tryOut(runAs, binaries, folders)
      if (problem === undefined) return { ...binaries, runAs }
      refused.push(`as ${sayRunAs(runAs)}: ${problem.message}`)
      if (problem.of === 'way') unusable.add(runAs)
    }
  }
  throw new Error(noneWorks(refused))
}

/** The version that made the cluster; undefined when there is no cluster yet. */
export function clusterMajor(cluster: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'), 10)
  } catch {
    return undefined
  }
}

function noneWorks(refused: readonly string[]): string {
  const tried = refused.length > 0 ? refused : ['no PostgreSQL programs: the npm package is not installed']
  return [
    'The embedded PostgreSQL cannot run here:',
    ...new Set(tried.map((line) => `  ${line}`)),
    'Set DATABASE_URL to a PostgreSQL 15 or newer, or install one on this machine; as root, a user other than root helps too.',
  ].join('\n')
}

interface Problem {
  /** Whether the way is of no use at all, or only with these programs. */
  readonly of: 'way' | 'programs'
  readonly message: string
}

const FOLDER_CLOSED = 3
const NOT_EXECUTABLE = [126, 127]

/** Runs `postgres -V` in that way, after a look whether the data folder can be entered. */
function tryOut(runAs: RunAs, { bin }: Binaries, { dataDir, run }: Folders): Problem | undefined {
  // Another account must be able to pass through; the sockets' own folder stays closed.
  if (runAs.how === 'account') chmodSync(run, 0o711)
  const script = `[ -x "$1" ] || exit ${FOLDER_CLOSED}; exec "$2" -V`
  const { file, args, user } = commandLine(runAs, 'sh', ['-c', script, 'sh', dataDir, join(bin, 'postgres')])
  const { status, error, stderr } = spawnSync(file, args, { ...user, env: {}, cwd: '/', encoding: 'utf8' })
  if (status === 0) return undefined
  if (status === FOLDER_CLOSED) return { of: 'way', message: `${dataDir} cannot be entered` }
  const message = (error?.message ?? stderr).trim().split('\n')[0] ?? ''
  return { of: status !== null && NOT_EXECUTABLE.includes(status) ? 'programs' : 'way', message }
}
