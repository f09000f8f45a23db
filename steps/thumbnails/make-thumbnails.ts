/** The step make-thumbnails, which makes pictures of the source. */

import { basename } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { webVttOf } from '../../tasks/ffmpeg/sprite/layout.ts'
import { sprite } from '../../tasks/ffmpeg/sprite/sprite.ts'
import { type ThumbnailOutcome, thumbnail } from '../../tasks/ffmpeg/thumbnail.ts'
import { removePartials } from '../../tasks/files/land.ts'
import { isTaken } from '../../tasks/files/look.ts'
import { removeFile, writeNew } from '../../tasks/files/open-folder.ts'
import type { ProgramFile } from '../../tasks/program/program-file.ts'
import { fatal, finished, type Outcome, type Step, type StepContext } from '../engine/declare/step.ts'
import { reachingSourceAndOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { failureOf, readyFfmpeg } from '../transcode/ffmpeg-step.ts'
import { uriOf } from '../transcode/renditions.ts'
import { type Missing, saysMissing } from './picture-times.ts'
import {
  filesOfSprite,
  type Picture,
  THUMBNAIL_STEP,
  type Thumbnails,
  thumbnailsOf,
} from './thumbnail-plan.ts'
import { thumbnailsOfTags } from './thumbnails-of-tags.ts'

/** Makes the thumbnails as partial files, those that can be made. Result: `Thumbnails`. */
export const makeThumbnails: Step<Tools> = {
  name: 'make-thumbnails',
  description: 'Creating thumbnails.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  prepare: thumbnailsOfTags,
  needs: (metadata, tools) => ({ ...reachingSourceAndOutput(metadata, tools), media: true }),
  async run(context) {
    const plan = await thumbnailsOf(context)
    if ('refused' in plan) return fatal(plan.refused)
    const program = await readyFfmpeg(context, plan)
    if ('ended' in program) return program
    return (await taken([...plan.pictures, ...filesOfSprite(plan.sprite)])) ?? makeAll(context, program, plan)
  },
  async discard(context) {
    const plan = await thumbnailsOf(context)
    if ('refused' in plan) return
    for (const { partial } of [...plan.pictures, ...filesOfSprite(plan.sprite)]) await removeFile(partial)
  },
}

type Plan = Exclude<Awaited<ReturnType<typeof thumbnailsOf>>, { readonly refused: string }>

/** Found here, before ffmpeg has worked in vain. */
async function taken(pictures: readonly Pick<Picture, 'final'>[]): Promise<Outcome | undefined> {
  for (const { final } of pictures)
    if (await isTaken(final)) return fatal(`destinationUri: ${uriOf(final)} already exists`)
  return undefined
}

async function makeAll(context: StepContext<Tools>, ffmpeg: ProgramFile, plan: Plan): Promise<Outcome> {
  const made: Picture[] = []
  const missing: Missing[] = [...plan.missing]
  let broken: Failure | undefined
  for (const [at, picture] of plan.pictures.entries()) {
    const result = await make(context, ffmpeg, plan, picture)
    if (result.ended === 'done') made.push(picture)
    else if (result.ended === 'no-picture') missing.push(...without(picture, 'no frame could be decoded'))
    else if (isOfTheTime(result)) {
      broken ??= result
      missing.push(...without(picture, result.message))
    } else return outcomeOf(result, context, plan)
    context.progress(((at + 1) / plan.pictures.length) * 100, 100, 'percent')
  }
  if (made.length > 0) return withSprite(context, ffmpeg, plan, { pictures: made, missing })
  return broken ? outcomeOf(broken, context, plan) : fatal(`${plan.source.path}: ${saysMissing(missing)}`)
}

/** Adds the sprite sheet, if the job asks for one. */
async function withSprite(
  context: StepContext<Tools>,
  ffmpeg: ProgramFile,
  plan: Plan,
  thumbnails: Thumbnails,
): Promise<Outcome> {
  const { sprite: sheet, source } = plan
  if (!sheet) return finished(thumbnails)
  for (const { final } of filesOfSprite(sheet))
    await removePartials(final, siteId(context.job.id), THUMBNAIL_STEP, context.run)
  const { signal, log, tools } = context
  const result = await sprite(
    { ffmpeg, input: source.path, media: source.media, layout: sheet.layout, path: sheet.picture.partial },
    { signal, stallMs: tools.stallMs, onLog: log },
  )
  if (result.ended !== 'done') return outcomeOf(result, context, plan)
  await writeNew(sheet.vtt.partial, webVttOf(sheet.layout, basename(sheet.picture.final)))
  return finished({ ...thumbnails, sprite: sheet } satisfies Thumbnails)
}

type Failure = Exclude<ThumbnailOutcome, { readonly ended: 'done' | 'no-picture' }>

/** Other pictures of the source may succeed. */
function isOfTheTime(result: Failure): result is Extract<Failure, { readonly message: string }> {
  return result.ended === 'bad-input' || result.ended === 'failed'
}

function without({ times }: Picture, reason: string): readonly Missing[] {
  return times.map((time) => ({ time, reason }))
}

async function make(
  { job, run, signal, tools, log }: StepContext<Tools>,
  ffmpeg: ProgramFile,
  { source }: Plan,
  { atS, width, format, partial, final }: Picture,
): Promise<ThumbnailOutcome> {
  await removePartials(final, siteId(job.id), THUMBNAIL_STEP, run)
  return thumbnail(
    { ffmpeg, input: source.path, media: source.media, atS, width, format, path: partial },
    { signal, stallMs: tools.stallMs, onLog: log },
  )
}

function outcomeOf(
  result: Failure,
  context: StepContext<Tools>,
  { source, destination, pictures, sprite }: Plan,
): Promise<Outcome> {
  const partials = [...pictures, ...filesOfSprite(sprite)].map(({ partial }) => partial)
  return failureOf(result, context, { input: source.path, destination, partials })
}
