/** The step make-thumbnails, which extracts frames of the source as images. */

import { siteId } from '../../schema/ids.ts'
import { thumbnail } from '../../tasks/ffmpeg/thumbnail.ts'
import { removePartials } from '../../tasks/files/land.ts'
import { removeFile } from '../../tasks/files/open-folder.ts'
import type { ProgramFile } from '../../tasks/program/program-file.ts'
import { fatal, finished, type Outcome, type Step, type StepContext } from '../engine/declare/step.ts'
import { reachingSourceAndOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { failureOf, readyFfmpeg } from '../transcode/ffmpeg-step.ts'
import { type Picture, THUMBNAIL_STEP, thumbnailsOf } from './thumbnail-plan.ts'

/** Makes the thumbnails as partial files. Result: `Picture[]`. */
export const makeThumbnails: Step<Tools> = {
  name: 'make-thumbnails',
  description: 'Creating thumbnails.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: (metadata, tools) => ({ ...reachingSourceAndOutput(metadata, tools), media: true }),
  async run(context) {
    const plan = await thumbnailsOf(context)
    if ('refused' in plan) return fatal(plan.refused)
    const program = await readyFfmpeg(context, plan)
    if ('ended' in program) return program
    for (const [at, picture] of plan.pictures.entries()) {
      const failed = await make(context, program, plan, picture)
      if (failed) return failed
      context.progress(((at + 1) / plan.pictures.length) * 100, 100, 'percent')
    }
    return finished(plan.pictures)
  },
  async discard(context) {
    const plan = await thumbnailsOf(context)
    if ('refused' in plan) return
    for (const { partial } of plan.pictures) await removeFile(partial)
  },
}

type Plan = Exclude<Awaited<ReturnType<typeof thumbnailsOf>>, { readonly refused: string }>

/** Makes one thumbnail. Returns the outcome of the step if it fails. */
async function make(
  context: StepContext<Tools>,
  ffmpeg: ProgramFile,
  { source, width, format, destination, pictures }: Plan,
  { at, partial, final }: Picture,
): Promise<Outcome | undefined> {
  const { job, run, signal, tools, log } = context
  await removePartials(final, siteId(job.id), THUMBNAIL_STEP, run)
  const result = await thumbnail(
    {
      ffmpeg,
      input: source.path,
      media: source.media,
      atS: at.seconds,
      width,
      format,
      path: partial,
    },
    { signal, stallMs: tools.stallMs, onLog: log },
  )
  const partials = pictures.map((picture) => picture.partial)
  if (result.ended === 'no-picture') return fatal(`${source.path} has no frame at ${at.seconds} s`)
  return result.ended === 'done'
    ? undefined
    : failureOf(result, context, { input: source.path, destination, partials })
}
