import { join, resolve } from 'node:path'
import type { Config } from '../../config/config.ts'
import { clock } from '../../steps/engine/runtime/clock.ts'
import type { Tools } from '../../steps/tools.ts'
import { writeSample } from '../../tasks/ffmpeg/sample.ts'
import type { Log } from './log.ts'

/**
 * The first start writes a file that the README's example can work on. Where it cannot, that is said, and no more. One that takes
 * long goes on being made while the server listens.
 */
export async function firstSample(
  config: Config,
  tools: Tools,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const made = new AbortController()
  const making = make(config, tools, log, signal).finally(() => made.abort())
  await Promise.race([making, clock.sleep(LONGEST_WAIT_MS, AbortSignal.any([made.signal, signal]))])
  if (!made.signal.aborted && !signal.aborted)
    log.warn(`the sample is not made yet after ${LONGEST_WAIT_MS / 1_000} s: the server listens without it`)
}

async function make({ dataDir }: Config, tools: Tools, log: Log, signal: AbortSignal): Promise<void> {
  try {
    const programs = await tools.programs()
    if ('missing' in programs) return log.warn(programs.missing.join('; '))
    const path = join(resolve(dataDir), 'media', 'sample.mp4')
    const { stallMs } = tools
    const sampled = await writeSample(path, { ffmpeg: programs.ffmpeg.path, signal, stallMs })
    if (sampled.ended === 'crashed') log.warn(sampled.message)
  } catch (error) {
    log.warn(`the sample could not be made: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Half a second is usual. */
const LONGEST_WAIT_MS = 5_000
