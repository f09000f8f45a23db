/** Examines this machine and its settings: looks at everything at once, and lists what was found. */
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Config, type Environment, SETTINGS } from '../../config/config.ts'
import type { ProgramEnvironment } from '../../tasks/program/environment.ts'
import type { ServerRole } from '../process/arguments.ts'
import { checkDatabase } from '../process/check/check-database.ts'
import { settingsProblems } from '../process/check/check-settings.ts'
import { connectionOf } from '../process/database/connection-of.ts'
import { mediaRootsOf, toolsOf } from '../process/tools.ts'
import { PRESETS } from '../shape-tag/preset-files.ts'
import { databaseFindings, readDatabase, urlFindings } from './checks/database.ts'
import { folderFindings, lookAtFolder } from './checks/folders.ts'
import { gpuFindings, lookAtGpus } from './checks/gpu.ts'
import { confinementFinding, lookAtMachine, machineFindings } from './checks/machine.ts'
import { lookAtPort, portFindings } from './checks/port.ts'
import { embeddedFindings, lookAtEmbedded } from './checks/postgres.ts'
import { lookAtPrograms, programFindings } from './checks/programs.ts'
import { settingsFindings } from './checks/settings.ts'
import type { Finding } from './finding.ts'
import { foundationFindings, lookAtFoundations } from './foundations.mjs'

export interface Patient {
  readonly environment: Environment
  /** That of programs. */
  readonly env: ProgramEnvironment
  readonly role: ServerRole
  /** ms since 1970. */
  readonly now: () => number
}

export async function examine({ environment, env, role, now }: Patient): Promise<readonly Finding[]> {
  const { config, invalid } = await settingsProblems(environment, { role, env })
  const given = Object.values(SETTINGS).filter(({ variable }) => environment[variable]).length
  // What is said of a setting is not said again of what it leads to.
  const isSaid = (...settings: readonly (keyof Config)[]) =>
    invalid.some((one) => settings.includes(one.setting))
  const folders = foldersOfInterest(config).filter(({ name }) => name !== 'DATA_DIR' || !isSaid('dataDir'))
  const [postgres, media, looked] = await Promise.all([
    postgresFindings(role, config, now),
    role === 'api' ? [] : mediaFindings(config, env, isSaid('ffmpeg', 'ffprobe')),
    Promise.all(folders.map(lookAtFolder)),
  ])
  const { host, port } = config
  const { serverPid, aheadMs } = postgres
  const machine = { ...lookAtMachine(now()), ...(aheadMs !== undefined && { aheadMs }) }
  return [
    ...foundationFindings(lookAtFoundations()),
    ...settingsFindings(invalid, config, given),
    ...postgres.findings,
    ...media,
    ...folderFindings(looked),
    ...(role === 'worker' || isSaid('host', 'port')
      ? []
      : portFindings(await lookAtPort(host, port, serverPid))),
    ...machineFindings(machine, config),
  ]
}

function foldersOfInterest(config: Config) {
  const { dataDir, databaseUrl, mediaRoots } = config
  const isUsed = databaseUrl === undefined || mediaRoots === undefined
  return [
    ...(isUsed ? [{ name: 'DATA_DIR' as const, path: resolve(dataDir), isMade: true }] : []),
    { name: 'temporary folder' as const, path: tmpdir() },
    ...mediaRootsOf(config).map((path) => ({
      ...{ name: 'media root' as const, path },
      isMade: path === join(resolve(dataDir), 'media'),
    })),
  ]
}

interface PostgresExamined {
  readonly findings: readonly Finding[]
  readonly serverPid?: number
  readonly aheadMs?: number
}

async function postgresFindings(
  role: ServerRole,
  config: Config,
  now: () => number,
): Promise<PostgresExamined> {
  const { databaseUrl, host, adminPassword } = config
  const asked = { role, host, hasAdminPassword: adminPassword !== undefined }
  if (databaseUrl !== undefined) {
    const problems = await checkDatabase(role, config)
    if (problems.length > 0) return { findings: urlFindings(problems) }
    const facts = await readDatabase(connectionOf(databaseUrl), now)
    const findings = databaseFindings(facts, { ...asked, isServerRunning: false })
    return { findings, ...('aheadMs' in facts && { aheadMs: facts.aheadMs }) }
  }
  const facts = await lookAtEmbedded(config, now)
  const { serverPid, database } = facts
  const isServerRunning = serverPid !== undefined
  return {
    findings: [
      ...embeddedFindings(facts),
      ...(database ? databaseFindings(database, { ...asked, isServerRunning }) : []),
    ],
    ...(isServerRunning && { serverPid }),
    ...(database && 'aheadMs' in database && { aheadMs: database.aheadMs }),
  }
}

async function mediaFindings(
  config: Config,
  env: ProgramEnvironment,
  isSaid: boolean,
): Promise<readonly Finding[]> {
  const programs = await lookAtPrograms(config, env)
  const ffmpeg =
    'missing' in programs
      ? undefined
      : { path: programs.ffmpeg.path, hasNvenc: programs.encoders.has('h264_nvenc') }
  await using tools = toolsOf(config, env)
  return [
    ...(isSaid && 'missing' in programs ? [] : programFindings(programs, PRESETS)),
    confinementFinding(await tools.confinement(), config.confinement, process.geteuid?.() === 0),
    ...gpuFindings(await lookAtGpus(env, ffmpeg), config),
  ]
}
