import { join, resolve } from 'node:path'
import type { Config } from '../config/config.ts'
import type { Tools } from '../steps/tools.ts'
import { writeSample } from '../tasks/sample.ts'
import type { Log } from './log.ts'

/** The first start writes a file that the README's example can work on. Where it cannot, that is said, and no more. */
export async function firstSample(
  { dataDir }: Config,
  tools: Tools,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  try {
    const programs = await tools.programs()
    if ('missing' in programs) return log.warn(programs.missing.join('; '))
    const path = join(resolve(dataDir), 'media', 'sample.mp4')
    const sampled = await writeSample(path, { ffmpeg: programs.ffmpeg.path, signal })
    if (sampled.ended === 'crashed') log.warn(sampled.message)
  } catch (error) {
    log.warn(`the sample could not be made: ${error instanceof Error ? error.message : String(error)}`)
  }
}
