/** For the steps that write media with ffmpeg: what must hold before it runs, and what its failures mean. */
import type { FfmpegOutcome } from '../../tasks/ffmpeg/run.ts'
import { fatal, type Outcome, retry, type StepContext, waitFor } from '../engine/declare/step.ts'
import { ensureFolder } from '../files/copy-to-partial.ts'
import { waitForSpace } from '../files/disk-space.ts'
import { offline, sourceOf, unreadable } from '../source/source.ts'
import type { Tools } from '../tools.ts'

/** Where the output goes: as the client gave it, which determines the storage, and its folder. */
interface Destination {
  readonly destination: string
  readonly folder: string
}

/** The ffmpeg to run, or the outcome of the step if its source, its folder or the program is missing. */
export async function readyFfmpeg(
  context: StepContext<Tools>,
  { destination, folder }: Destination,
): Promise<{ readonly path: string } | Outcome> {
  const source = await sourceOf(context)
  if ('ended' in source) return source
  const unavailable = await offline(destination, context.tools)
  if (unavailable) return waitFor(unavailable)
  const programs = await context.tools.programs()
  if ('missing' in programs) return retry(programs.missing.join('; '))
  return (await ensureFolder(folder)) ?? programs.ffmpeg
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
