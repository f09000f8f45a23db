/** Builds the tools of steps from the settings. */
import { totalmem } from 'node:os'
import { basename, delimiter, join, resolve } from 'node:path'
import type { Config } from '../../config/config.ts'
import { siteId } from '../../schema/ids.ts'
import type { Tools, Transfers } from '../../steps/tools.ts'
import { findPrograms, packagedFolders } from '../../tasks/ffmpeg/programs.ts'
import { type Storage, storageOf } from '../../tasks/files/storages.ts'
import { confinement, UNCONFINED } from '../../tasks/program/confinement.ts'
import type { ProgramEnvironment } from '../../tasks/program/environment.ts'
import type { ScriptLimits } from '../../tasks/script/ended.ts'
import { Scripts } from '../../tasks/script/scripts.ts'
import { Tasks } from '../../tasks/task.ts'
import { rateOf } from '../../tasks/transfer/rate.ts'
import { scriptLimits } from '../script/script-limits.ts'
import { presetFilesIn, presetsIn } from '../shape-tag/preset-files.ts'

export interface LaunchedTools extends Tools, AsyncDisposable {
  /** Looks for ffmpeg and ffprobe again; returns why they do not work, or undefined if they do. */
  lookUpPrograms(): Promise<string | undefined>
}

/** Lazy: programs are looked up, and threads are started, at their first use. */
export function toolsOf(config: Config, env: ProgramEnvironment): LaunchedTools {
  const tasks = new Tasks()
  const scripts = new Scripts()
  const presetFiles = presetFilesIn(config.presetsDir === undefined ? [] : [config.presetsDir])
  const transfers = transfersOf(config)
  let programs: ReturnType<Tools['programs']> | undefined
  let confined: ReturnType<Tools['confinement']> | undefined
  return {
    tasks,
    transfers,
    ...{ presetFiles, presets: presetsIn(presetFiles) },
    presetScripts: { scripts, limits: presetLimits(config) },
    mediaRoots: mediaRootsOf(config),
    storages: storagesOf(config),
    stallMs: config.stallAfter * 1_000,
    settledMs: config.settledAfter * 1_000,
    maxMissing: config.maxMissing / 100,
    maxPixels: config.maxPixels * 1_000_000,
    confinement() {
      confined ??= confinementOf(config, env)
      return confined
    },
    programs() {
      programs ??= this.confinement().then((confinement) => programsOf(config, env, confinement))
      return programs
    },
    async lookUpPrograms() {
      programs = programsOf(config, env, await this.confinement())
      const found = await programs
      return 'missing' in found ? found.missing.join('; ') : undefined
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([tasks[Symbol.asyncDispose](), transfers.tasks[Symbol.asyncDispose]()])
      await scripts[Symbol.asyncDispose]()
    },
  }
}

/** Those of scripts without limits of their own. */
function presetLimits(config: Config): ScriptLimits {
  const limits = scriptLimits(config)({})
  if ('flaw' in limits) throw new Error(limits.flaw)
  return limits
}

function transfersOf({ transferHosts, transferCredentials, transferRate }: Config): Transfers {
  const hosts = transferHosts?.trim().split(/\s+/) ?? ['*']
  return {
    // One for each step that can run, which the slots of the machine limit.
    tasks: new Tasks({ threads: MOST_TRANSFERS }),
    access: { hosts, credentials: transferCredentials },
    rates: transferRate > 0 ? [rateOf(transferRate)] : [],
  }
}

const MOST_TRANSFERS = 1_024

function confinementOf({ confinement: wanted, programMemory }: Config, env: ProgramEnvironment) {
  if (wanted === 'off') return Promise.resolve(UNCONFINED)
  const onPath = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'))
  const memoryMiB = programMemory ?? Math.trunc(((totalmem() / MIB) * 3) / 4)
  return confinement({ memoryMiB, folders: [...onPath, ...packagedFolders()] })
}

const MIB = 1024 * 1024

/** The ffmpeg and ffprobe that these settings and PATH lead to. */
export function programsOf(
  { ffmpeg, ffprobe, dataDir }: Config,
  env: ProgramEnvironment,
  confinement = UNCONFINED,
): ReturnType<Tools['programs']> {
  const cache = join(resolve(dataDir), 'programs')
  const found = { path: env['PATH'] ?? '', env, cache, confinement }
  return findPrograms({ ...found, ...(ffmpeg && { ffmpeg }), ...(ffprobe && { ffprobe }) })
}

export function mediaRootsOf({ mediaRoots, dataDir }: Config): readonly string[] {
  return mediaRoots?.split(':').filter((root) => root !== '') ?? [join(resolve(dataDir), 'media')]
}

/** The storages of STORAGES, then one for each media root outside of them. Pure. */
export function storagesOf(config: Config): readonly Storage[] {
  const declared = config.storages.map((storage, at) => ({ id: siteId(at + 1), ...storage }))
  const roots = mediaRootsOf(config).filter((root) => storageOf(root, declared) === undefined)
  return [
    ...declared,
    ...roots.map((root, at) => ({
      id: siteId(declared.length + at + 1),
      ...{ name: basename(root) || root, root, state: 'ONLINE' as const },
    })),
  ]
}
