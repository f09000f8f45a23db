/** Whether the PostgreSQL of DATABASE_URL, or the embedded one, can be used. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Config } from '../../../config/config.ts'
import { quoted } from '../../../tasks/ffmpeg/run.ts'
import { foldersOf, PORT } from '../../postgres/data-dir/folders.ts'
import { reach } from '../../postgres/keeper/attachment.ts'
import { isAlive, readPostmasterPid, runsIn } from '../../postgres/postmaster-pid.ts'
import { choosePrograms } from '../../postgres/programs.ts'
import { sayRunAs } from '../../postgres/run-as.ts'
import type { Finding } from '../finding.ts'
import { type DatabaseFacts, readDatabase } from './database.ts'

/** What is known of an embedded PostgreSQL, which may not exist or run yet. */
export interface EmbeddedFacts {
  readonly dataDir: string
  readonly hasCluster: boolean
  /** How it would run, or why it cannot. */
  readonly programs:
    | { readonly bin: string; readonly major: number; readonly as: string }
    | { readonly why: string }
  /** The uid that owns the cluster, if it is one that this user cannot be. */
  readonly foreignOwner?: number
  /** `alone`: without a keeper, which ends it with its last user. */
  readonly runs: 'no' | 'kept' | 'alone'
  /** What killed processes have left: names of files. */
  readonly leftovers: readonly string[]
  readonly serverPid?: number
  /** Absent if it does not run. */
  readonly database?: DatabaseFacts | { readonly unreachable: string }
}

/** Neither starts PostgreSQL nor creates DATA_DIR. */
export async function lookAtEmbedded(
  { dataDir: given }: Pick<Config, 'dataDir'>,
  now: () => number,
): Promise<EmbeddedFacts> {
  const dataDir = existsSync(given) ? realpathSync(given) : resolve(given)
  const found = { dataDir, leftovers: leftIn(dataDir), runs: 'no', ...ownerOf(dataDir) } as const
  // This user cannot look into it.
  if (found.foreignOwner !== undefined)
    return { ...found, hasCluster: true, programs: { why: 'not looked at' } }
  if (!existsSync(join(dataDir, 'postgres', 'PG_VERSION')))
    return { ...found, hasCluster: false, programs: programsElsewhere() }
  try {
    return { dataDir, hasCluster: true, ...(await lookAtCluster(dataDir, now)) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ...found, hasCluster: true, programs: { why } }
  }
}

async function lookAtCluster(
  dataDir: string,
  now: () => number,
): Promise<Omit<EmbeddedFacts, 'dataDir' | 'hasCluster'>> {
  const folders = foldersOf(dataDir)
  const programs = programsFor(dataDir)
  const socket = await reach(folders)
  socket?.destroy()
  const noted = readPostmasterPid(folders.cluster)
  const isRunning = noted !== undefined && runsIn(noted.pid, folders.cluster)
  const runs = socket ? 'kept' : isRunning ? 'alone' : 'no'
  const connection = { host: folders.sockets, port: PORT, user: 'postgres', database: 'postgres' }
  const serverPid = livingServer(folders.run)
  return {
    ...{ programs, runs },
    leftovers: [...leftIn(dataDir), ...(noted && !isRunning ? ['postgres/postmaster.pid'] : [])],
    ...(serverPid !== undefined && { serverPid }),
    ...(runs === 'no' ? {} : { database: await readDatabase(connection, now) }),
  }
}

function livingServer(run: string): number | undefined {
  const file = join(run, 'server.pid')
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  return pid > 0 && isAlive(pid) ? pid : undefined
}

/** In a folder of its own: that of DATA_DIR may not exist, and the check may write to it. */
function programsElsewhere(): EmbeddedFacts['programs'] {
  const folder = mkdtempSync(join(tmpdir(), 'callsheet-doctor-'))
  try {
    return programsFor(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function programsFor(dataDir: string): EmbeddedFacts['programs'] {
  try {
    const { bin, major, runAs } = choosePrograms(foldersOf(dataDir))
    return { bin, major, as: sayRunAs(runAs) }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

function ownerOf(dataDir: string): Pick<EmbeddedFacts, 'foreignOwner'> {
  const owner = statSync(join(dataDir, 'postgres'), { throwIfNoEntry: false })?.uid
  const own = process.geteuid?.() ?? 0
  return owner === undefined || own === 0 || own === owner ? {} : { foreignOwner: owner }
}

function leftIn(dataDir: string): readonly string[] {
  return namesIn(dataDir).filter((name) => name.startsWith('postgres.new-'))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Pure. */
export function embeddedFindings(facts: EmbeddedFacts): readonly Finding[] {
  const check = 'PostgreSQL'
  const { dataDir, hasCluster, programs, foreignOwner, runs, leftovers, serverPid } = facts
  if (foreignOwner !== undefined) {
    const mend = [
      `sudo chown -R "$(id -u):$(id -g)" ${quoted([dataDir])}`,
      `sudo -u '#${foreignOwner}' npm start`,
    ]
    return [
      {
        check,
        state: 'wrong',
        says: `${dataDir}/postgres belongs to uid ${foreignOwner}, not to this user`,
        mend,
      },
    ]
  }
  if ('why' in programs) {
    const says = programs.why.replaceAll(/\s*\n\s*/g, ' ')
    return [{ check, state: 'wrong', says, mend: ['npm ci --include=optional', DATABASE_URL] }]
  }
  const of = `embedded PostgreSQL ${programs.major}, run as ${programs.as}`
  const state = {
    no: hasCluster ? 'not running' : 'made by the first start',
    kept: 'running',
    alone: 'running',
  }[runs]
  const server = serverPid === undefined ? '' : `, server pid ${serverPid}`
  return [{ check, state: 'ok', says: `${of}: ${state}${server}` }, ...left(runs, leftovers)]
}

const DATABASE_URL = 'DATABASE_URL=postgres://user:password@host/database npm start'

function left(runs: EmbeddedFacts['runs'], leftovers: readonly string[]): readonly Finding[] {
  const check = 'leftovers'
  const says = [
    ...(runs === 'alone' ? ['a PostgreSQL without its keeper, which was killed'] : []),
    ...(leftovers.length > 0 ? [leftovers.join(', ')] : []),
  ]
  if (says.length === 0) return []
  return [
    { check, state: 'warning', says: `${says.join('; ')}: the next start clears it`, mend: ['npm start'] },
  ]
}
