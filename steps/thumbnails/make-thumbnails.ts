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

/** Makes the pictures under partial names. Result: `Picture[]`. */
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
    const away = await offline(plan.destination, context.tools)
    if (away) return waitFor(away)
    const programs = await context.tools.programs()
    if ('missing' in programs) return fatal(programs.missing.join('; '))
    if (!(await ensureFolder(plan.folder))) return fatal(`destinationUri: ${plan.folder} is no folder`)
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

/** What comes of it when the picture was not made. */
async function make(
  context: StepContext<Tools>,
  ffmpeg: string,
  { source, width, format, destination, pictures }: Plan,
  { at, partial, final }: Picture,
): Promise<Outcome | undefined> {
  const { job, run, signal, tools, log } = context
  await removePartials(final, siteId(job.id), THUMBNAIL_STEP, run)
  const ended = await thumbnail(
    { ffmpeg, input: source.path, atS: at.seconds, width, format, path: partial },
    { signal, stallMs: tools.stallMs, onLog: log },
  )
  switch (ended.ended) {
    case 'done':
      return (await look(partial))?.size
        ? undefined
        : fatal(`${source.path} has no picture at ${at.seconds} s`)
    case 'bad-input':
      return unreadable(source.path, ended.message, context)
    case 'encoder-missing':
      return fatal(ended.message)
    case 'disk-full':
      return waitForSpace(destination, tools, { partials: pictures.map((picture) => picture.partial) })
    case 'crashed':
      return retry(ended.message)
    case 'stalled':
      return retry(`stalled: ${ended.message}`)
    case 'stopped':
      return retry('stopped')
  }
}
