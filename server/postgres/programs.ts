/** Chooses the PostgreSQL programs and the user they run as, by trying them. */
import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Binaries, findBinaries } from './binaries.ts'
import type { Folders } from './data-dir/folders.ts'
import { commandLine, type RunAs, sayRunAs, waysToRun } from './run-as.ts'

export interface PostgresPrograms extends Binaries {
  readonly runAs: RunAs
}

/** The first combination that works. Throws with all failures and a remedy if none does. */
export function choosePrograms(folders: Folders): PostgresPrograms {
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
  throw new Error(failureMessage(refused))
}

/** The major version of the cluster; undefined if there is no cluster. */
export function clusterMajor(cluster: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'), 10)
  } catch {
    return undefined
  }
}

function failureMessage(refused: readonly string[]): string {
  const tried = refused.length > 0 ? refused : ['no PostgreSQL programs: the npm package is not installed']
  return [
    'The embedded PostgreSQL cannot run here:',
    ...new Set(tried.map((line) => `  ${line}`)),
    'Set DATABASE_URL to a PostgreSQL 15 or newer, or install one here. If you are root, try another user.',
  ].join('\n')
}

interface Problem {
  /** `way`: this way fails with any programs. `programs`: it fails only with these. */
  readonly of: 'way' | 'programs'
  readonly message: string
}

const FOLDER_CLOSED = 3
const NOT_EXECUTABLE = [126, 127]

/** Checks that the data folder is accessible, and runs `postgres -V`. */
function tryOut(runAs: RunAs, { bin }: Binaries, { dataDir, run }: Folders): Problem | undefined {
  // Another account needs to traverse the folder; the socket folder inside stays closed.
  if (runAs.how === 'account') chmodSync(run, 0o711)
  const script = `[ -x "$1" ] || exit ${FOLDER_CLOSED}; exec "$2" -V`
  const { file, args, user } = commandLine(runAs, 'sh', ['-c', script, 'sh', dataDir, join(bin, 'postgres')])
  const { status, error, stderr } = spawnSync(file, args, { ...user, env: {}, cwd: '/', encoding: 'utf8' })
  if (status === 0) return undefined
  if (status === FOLDER_CLOSED) return { of: 'way', message: `${dataDir} is not accessible` }
  const message = (error?.message ?? stderr).trim().split('\n')[0] ?? ''
  return { of: status !== null && NOT_EXECUTABLE.includes(status) ? 'programs' : 'way', message }
}
