/** The step make-thumbnails, which extracts frames of the source as images. */

import { rm } from 'node:fs/promises'
import { siteId } from '../../schema/ids.ts'
import { thumbnail } from '../../tasks/ffmpeg/thumbnail.ts'
import { removePartials } from '../../tasks/files/land.ts'
import { look } from '../../tasks/files/look.ts'
import {
  fatal,
  finished,
  type Outcome,
  retry,
  type Step,
  type StepContext,
  waitFor,
} from '../engine/declare/step.ts'
import { ensureFolder } from '../files/copy-to-partial.ts'
import { waitForSpace } from '../files/disk-space.ts'
import { offline, reachingSourceAndOutput, sourceOf, unreadable } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { type Picture, THUMBNAIL_STEP, thumbnailsOf } from './thumbnail-plan.ts'

/** Makes the thumbnails as partial files. Result: `Picture[]`. */
export const makeThumbnails: Step<Tools> = {
  name: 'make-thumbnails',
  description: 'Creating thumbnails.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingSourceAndOutput,
  async run(context) {
    const plan = await thumbnailsOf(context)
    if ('refused' in plan) return fatal(plan.refused)
    const source = await sourceOf(context)
    if ('ended' in source) return source
    const unavailable = await offline(plan.destination, context.tools)
    if (unavailable) return waitFor(unavailable)
    const programs = await context.tools.programs()
    if ('missing' in programs) return fatal(programs.missing.join('; '))
    if (!(await ensureFolder(plan.folder))) return fatal(`destinationUri: ${plan.folder} is not a folder`)
    for (const [at, picture] of plan.pictures.entries()) {
      const failed = await make(context, programs.ffmpeg.path, plan, picture)
      if (failed) return failed
      context.progress(((at + 1) / plan.pictures.length) * 100, 100, 'percent')
    }
    return finished(plan.pictures)
  },
  async discard(context) {
    const plan = await thumbnailsOf(context)
    if ('refused' in plan) return
    for (const { partial } of plan.pictures) await rm(partial, { force: true })
  },
}

type Plan = Exclude<Awaited<ReturnType<typeof thumbnailsOf>>, { readonly refused: string }>

/** Makes one thumbnail. Returns the outcome of the step if it fails. */
async function make(
  context: StepContext<Tools>,
  ffmpeg: string,
  { source, width, format, destination, pictures }: Plan,
  { at, partial, final }: Picture,
): Promise<Outcome | undefined> {
  const { job, run, signal, tools, log } = context
  await removePartials(final, siteId(job.id), THUMBNAIL_STEP, run)
  const result = await thumbnail(
    { ffmpeg, input: source.path, atS: at.seconds, width, format, path: partial },
    { signal, stallMs: tools.stallMs, onLog: log },
  )
  switch (result.ended) {
    case 'done':
      return (await look(partial))?.size ? undefined : fatal(`${source.path} has no frame at ${at.seconds} s`)
    case 'bad-input':
      return unreadable(source.path, result.message, context)
    case 'encoder-missing':
      return fatal(result.message)
    case 'disk-full':
      return waitForSpace(destination, tools, { partials: pictures.map((picture) => picture.partial) })
    case 'crashed':
      return retry(result.message)
    case 'stalled':
      return retry(`stalled: ${result.message}`)
    case 'stopped':
      return retry('stopped')
  }
}
