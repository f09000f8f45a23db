import { join, resolve } from 'node:path'
import type { Config } from '../config/config.ts'
import { PRESETS } from '../config/presets.ts'
import type { Tools } from '../steps/tools.ts'
import { findPrograms } from '../tasks/ffmpeg/programs.ts'
import { Tasks } from '../tasks/task.ts'

/** What steps work with, as the settings say. Nothing is started or looked for before it is used. */
export function toolsOf(config: Config, path: string): Tools & AsyncDisposable {
  const tasks = new Tasks()
  let programs: ReturnType<Tools['programs']> | undefined
  return {
    tasks,
    presets: PRESETS,
    mediaRoots: mediaRootsOf(config),
    programs() {
      const { ffmpeg, ffprobe, dataDir } = config
      programs ??= findPrograms({
        path,
        cache: join(resolve(dataDir), 'programs'),
        ...(ffmpeg && { ffmpeg }),
        ...(ffprobe && { ffprobe }),
      })
      return programs
    },
    [Symbol.asyncDispose]: () => tasks[Symbol.asyncDispose](),
  }
}

export function mediaRootsOf({ mediaRoots, dataDir }: Config): readonly string[] {
  return mediaRoots?.split(':').filter((root) => root !== '') ?? [join(resolve(dataDir), 'media')]
}
