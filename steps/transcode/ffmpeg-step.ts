/** For the steps that write media with ffmpeg: what must hold before it runs, and what its failures mean. */
import type { Media } from '../../tasks/ffmpeg/media.ts'
import type { FfmpegOutcome } from '../../tasks/ffmpeg/run.ts'
import type { ProgramFile } from '../../tasks/program/program-file.ts'
import { fatal, type Outcome, retry, type StepContext, waitFor } from '../engine/declare/step.ts'
import { ensureFolder } from '../files/copy-to-partial.ts'
import { waitForSpace } from '../files/disk-space.ts'
import { offline, sourceOf, unreadable } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import type { Source } from './renditions.ts'

/** The source; and where the output goes: as the client gave it, which determines the storage; its folder. */
interface Work {
  readonly source: Source
  readonly destination: string
  readonly folder: string
}

/** The ffmpeg to run, or the outcome of the step if its source, its folder or the program is missing. */
export async function readyFfmpeg(
  context: StepContext<Tools>,
  { source, destination, folder }: Work,
): Promise<ProgramFile | Outcome> {
  const readable = await sourceOf(context)
  if ('ended' in readable) return readable
  const tooLarge = largerThan(context.tools.maxPixels, source.media)
  if (tooLarge !== undefined) return fatal(`${source.path}: ${tooLarge}`)
  const unavailable = await offline(destination, context.tools)
  if (unavailable) return waitFor(unavailable)
  const programs = await context.tools.programs()
  if ('missing' in programs) return retry(programs.missing.join('; '))
  return (await ensureFolder(folder)) ?? programs.ffmpeg
}

/**
 * Says which picture of the source has more pixels than may be decoded; undefined if none has. 31 kB of PNG
 * can unpack to gigabytes. Pure.
 */
export function largerThan(maxPixels: number, { streams }: Media): string | undefined {
  const video = streams.find(
    (stream) => stream.type === 'video' && maxPixels > 0 && stream.width * stream.height > maxPixels,
  )
  if (video?.type !== 'video') return undefined
  const millions = (pixels: number) => `${Math.round(pixels / 100_000) / 10} million`
  return (
    `its picture of ${video.width}×${video.height} has ${millions(video.width * video.height)} pixels; ` +
    `MAX_PIXELS allows ${millions(maxPixels)}`
  )
}

/** The outcome of the step when ffmpeg did not succeed. `input`: the path of the source. */
export async function failureOf(
  result: Exclude<FfmpegOutcome, { readonly ended: 'done' }>,
  context: StepContext<Tools>,
  { input, destination, partials }: Failed,
): Promise<Outcome> {
  switch (result.ended) {
    case 'bad-input':
      return unreadable(input, result.message, context)
    case 'encoder-missing':
    case 'failed':
      return fatal(result.message)
    case 'disk-full':
      return waitForSpace(destination, context.tools, { partials })
    case 'crashed':
      return retry(result.message)
    case 'stalled':
      return retry(`stalled: ${result.message}`)
    case 'stopped':
      return retry('stopped')
  }
}

interface Failed {
  readonly input: string
  readonly destination: string
  /** The partial files that the run may have left. */
  readonly partials: readonly string[]
}
