/** Makes the media folder, and in it the sample file for the first job, at the first start. */
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Config } from '../../config/config.ts'
import { clock } from '../../steps/engine/runtime/clock.ts'
import type { Tools } from '../../steps/tools.ts'
import { writeSample } from '../../tasks/ffmpeg/sample.ts'
import type { Log } from './log.ts'

/** The path of the sample. Undefined with MEDIA_ROOTS, since jobs may not touch DATA_DIR then. Pure. */
export function samplePath({ dataDir, mediaRoots }: Config): string | undefined {
  return mediaRoots === undefined ? join(resolve(dataDir), 'media', 'sample.mp4') : undefined
}

/**
 * Writes the sample unless it exists. A failure is only logged. Resolves after 5 s at the latest; the sample
 * is then completed while the server runs.
 */
export async function firstSample(
  config: Config,
  tools: Tools,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const path = samplePath(config)
  if (path === undefined) return
  const made = new AbortController()
  const making = make(path, tools, log, signal).finally(() => made.abort())
  await Promise.race([making, clock.sleep(LONGEST_WAIT_MS, AbortSignal.any([made.signal, signal]))])
  if (!made.signal.aborted && !signal.aborted)
    log.warn(`the sample is not ready after ${LONGEST_WAIT_MS / 1_000} s; the server starts without it`)
}

async function make(path: string, tools: Tools, log: Log, signal: AbortSignal): Promise<void> {
  try {
    // Jobs that need no ffmpeg can use the folder.
    await mkdir(join(path, '..'), { recursive: true })
    const programs = await tools.programs()
    if ('missing' in programs) return log.warn(`no sample without ffmpeg: ${programs.missing.join('; ')}`)
    const { stallMs } = tools
    const sampled = await writeSample(path, { ffmpeg: programs.ffmpeg, signal, stallMs })
    if (sampled.ended === 'crashed') log.warn(sampled.message)
  } catch (error) {
    log.warn(`the sample could not be made: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Making the sample usually takes 0.5 s. */
const LONGEST_WAIT_MS = 5_000
