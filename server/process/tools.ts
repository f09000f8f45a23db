/** Builds the tools of steps from the settings. */
import { basename, join, resolve } from 'node:path'
import type { Config } from '../../config/config.ts'
import { PRESETS } from '../../config/presets.ts'
import { siteId } from '../../schema/ids.ts'
import type { Tools } from '../../steps/tools.ts'
import { findPrograms } from '../../tasks/ffmpeg/programs.ts'
import { type Storage, storageOf } from '../../tasks/files/storages.ts'
import { Tasks } from '../../tasks/task.ts'

export interface LaunchedTools extends Tools, AsyncDisposable {
  /** Looks for ffmpeg and ffprobe again; returns why they do not work, or undefined if they do. */
  lookUpPrograms(): Promise<string | undefined>
}

/** Lazy: programs are looked up, and threads are started, at their first use. */
export function toolsOf(config: Config, path: string): LaunchedTools {
  const tasks = new Tasks()
  let programs: ReturnType<Tools['programs']> | undefined
  return {
    tasks,
    presets: PRESETS,
    mediaRoots: mediaRootsOf(config),
    storages: storagesOf(config),
    stallMs: config.stallAfter * 1_000,
    settledMs: config.settledAfter * 1_000,
    programs() {
      programs ??= programsOf(config, path)
      return programs
    },
    async lookUpPrograms() {
      programs = programsOf(config, path)
      const found = await programs
      return 'missing' in found ? found.missing.join('; ') : undefined
    },
    [Symbol.asyncDispose]: () => tasks[Symbol.asyncDispose](),
  }
}

/** The ffmpeg and ffprobe that these settings and PATH lead to. */
export function programsOf(
  { ffmpeg, ffprobe, dataDir }: Config,
  path: string,
): ReturnType<Tools['programs']> {
  return findPrograms({
    path,
    cache: join(resolve(dataDir), 'programs'),
    ...(ffmpeg && { ffmpeg }),
    ...(ffprobe && { ffprobe }),
  })
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
