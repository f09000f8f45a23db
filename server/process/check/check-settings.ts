/** Checks all settings whole, on this machine: for `--check`, and for every start. */
import {
  type Config,
  type Environment,
  type InvalidSetting,
  readSettings,
  SETTINGS,
} from '../../../config/config.ts'
import type { QueueRules } from '../../../schema/queue.ts'
import { declared } from '../../../steps/declared.ts'
import type { ProgramEnvironment } from '../../../tasks/program/environment.ts'
import { isKey } from '../../auth/json-web-tokens.ts'
import { isLoopback } from '../../auth/loopback.ts'
import { foldersOf } from '../../postgres/data-dir/folders.ts'
import { clusterMajor } from '../../postgres/programs.ts'
import { readRules } from '../../queue/rules.ts'
import { retentionRules } from '../../retention/rules.ts'
import { presetFilesIn } from '../../shape-tag/preset-files.ts'
import type { ServerRole } from '../arguments.ts'
import { CannotStart } from '../cannot-start.ts'
import { capacityOf } from '../capacity.ts'
import { connectionOf } from '../database/connection-of.ts'
import { listenProblem } from './check-address.ts'
import { dataDirProblem, storageProblems } from './check-folders.ts'
import { encoderProblem, programProblem } from './check-programs.ts'

/** Valid settings, and the queue rules that they declare. */
export interface CheckedSettings {
  readonly config: Config
  readonly rules: QueueRules
}

interface Place {
  readonly role: ServerRole
  /** The environment for programs. */
  readonly env: ProgramEnvironment
}

/** Returns the settings, or in `wrong` one message for each problem. */
export async function checkSettings(
  environment: Environment,
  place: Place,
): Promise<CheckedSettings | { readonly wrong: readonly string[] }> {
  const { config, rules, invalid } = await settingsProblems(environment, place)
  return invalid.length > 0 ? { wrong: invalid.map(({ message }) => message) } : { config, rules }
}

/** All problems, in the order of the reference documentation; `config` has defaults for invalid settings. */
export async function settingsProblems(
  environment: Environment,
  place: Place,
): Promise<CheckedSettings & { readonly invalid: readonly InvalidSetting[] }> {
  const { config, invalid } = readSettings(environment)
  const { jobTypes } = await declared(config.testJobs)
  const names = jobTypes.map(({ name }) => name)
  const { rules, invalid: invalidRules } = readRules(config, names)
  const known = new Set<keyof Config>([...invalid, ...invalidRules].map(({ setting }) => setting))
  const found = await Promise.all(
    CHECKS.map(async ({ of, check }) => {
      // The value of an invalid setting is not known, so nothing that depends on it can be checked.
      if (of.some((setting) => known.has(setting))) return []
      return (await check(config, place)) ?? []
    }),
  )
  return { config, rules, invalid: inOrder([...invalid, ...invalidRules, ...found.flat()]) }
}

/** A check that needs this machine, or several settings. */
interface Check {
  readonly of: readonly [keyof Config, ...(keyof Config)[]]
  readonly check: (config: Config, place: Place) => Promise<Found> | Found
}

type Found = readonly InvalidSetting[] | undefined

const CHECKS: readonly Check[] = [
  {
    of: ['host', 'port'],
    check: async ({ host, port }, { role }) => (role === 'worker' ? undefined : listenProblem(host, port)),
  },
  {
    // With a database, the start sees whether the default password has been replaced.
    of: ['host', 'adminPassword', 'dataDir', 'databaseUrl'],
    check: ({ host, adminPassword, dataDir, databaseUrl }, { role }) =>
      role === 'worker' ||
      isLoopback(host) ||
      adminPassword !== undefined ||
      databaseUrl !== undefined ||
      clusterMajor(foldersOf(dataDir).cluster) !== undefined
        ? undefined
        : one('host', `HOST ${host} is reachable from other machines: set ADMIN_PASSWORD first.`),
  },
  { of: ['jwtKey', 'jwtJwksUrl', 'jwtIssuer', 'jwtAudience'], check: (config) => jwtProblem(config) },
  { of: ['dataDir', 'databaseUrl', 'mediaRoots'], check: async (config) => dataDirProblem(config) },
  {
    of: ['databaseUrl'],
    check: ({ databaseUrl }) => thrown('databaseUrl', () => databaseUrl && connectionOf(databaseUrl)),
  },
  { of: ['storages', 'mediaRoots', 'dataDir'], check: (config) => storageProblems(config) },
  {
    of: ['reaches', 'storages', 'mediaRoots'],
    check: (config) => thrown('reaches', () => capacityOf(config)),
  },
  { of: ['jobDaysByType'], check: (config) => retentionRules(config).invalid },
  {
    of: ['presetsDir'],
    check: ({ presetsDir }) =>
      thrown('presetsDir', () => presetFilesIn(presetsDir === undefined ? [] : [presetsDir])),
  },
  { of: ['ffmpeg'], check: ({ ffmpeg }) => programProblem('ffmpeg', ffmpeg) },
  { of: ['ffprobe'], check: ({ ffprobe }) => programProblem('ffprobe', ffprobe) },
  { of: ['encoders', 'ffmpeg', 'ffprobe'], check: (config, { env }) => encoderProblem(config, env) },
]

/** Without an issuer and an audience, a token for any other application would sign in here. */
function jwtProblem({ jwtKey, jwtJwksUrl, jwtIssuer, jwtAudience }: Config): Found {
  const given = jwtKey === undefined ? 'JWT_JWKS_URL' : 'JWT_KEY'
  if (jwtKey === undefined && jwtJwksUrl === undefined) return undefined
  if (jwtKey !== undefined && jwtJwksUrl !== undefined)
    return one('jwtKey', 'JWT_KEY: expected nothing, as JWT_JWKS_URL is set')
  if (jwtKey !== undefined && !isKey(jwtKey))
    return one('jwtKey', 'JWT_KEY: expected a public key in PEM, or a secret of at least 32 characters')
  if (jwtIssuer === undefined) return one('jwtIssuer', `JWT_ISSUER: expected an issuer, as ${given} is set`)
  if (jwtAudience === undefined)
    return one('jwtAudience', `JWT_AUDIENCE: expected an audience, as ${given} is set`)
  return undefined
}

function one(setting: keyof Config, message: string): readonly InvalidSetting[] {
  return [{ setting, message }]
}

/** The message of the CannotStart that reading a setting throws. */
function thrown(setting: keyof Config, read: () => unknown): Found {
  try {
    read()
    return undefined
  } catch (error) {
    if (error instanceof CannotStart) return one(setting, error.message)
    throw error
  }
}

function inOrder(found: readonly InvalidSetting[]): readonly InvalidSetting[] {
  const order = Object.keys(SETTINGS)
  return found.toSorted((a, b) => order.indexOf(a.setting) - order.indexOf(b.setting))
}
