/** The thumbnails of a job: their times, format and paths. */

import { basename, extname, join } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { videoOf } from '../../tasks/ffmpeg/media.ts'
import { pictureSize } from '../../tasks/ffmpeg/picture/size.ts'
import { PICTURES } from '../../tasks/ffmpeg/thumbnail.ts'
import { partialName } from '../../tasks/files/land.ts'
import type { Metadata, StepContext } from '../engine/declare/step.ts'
import { unfitName } from '../files/unfit-name.ts'
import type { Tools } from '../tools.ts'
import { destinationOf, type Source } from '../transcode/renditions.ts'
import { type Missing, timesOf } from './picture-times.ts'
import { type SpriteSheet, spriteSheetOf } from './sprite-plan.ts'
import type { PictureTime } from './time-codes.ts'

/** One thumbnail. */
export interface Picture {
  /** The requested times that it shows: those in the same millisecond. At least one. */
  readonly times: readonly PictureTime[]
  readonly atS: number
  readonly partial: string
  readonly final: string
}

/** The result of the step make-thumbnails. */
export interface Thumbnails {
  readonly pictures: readonly Picture[]
  readonly missing: readonly Missing[]
  readonly sprite?: SpriteSheet
}

/** Number of the step that makes the thumbnails; part of the partial names. */
export const THUMBNAIL_STEP = 200

export const DEFAULT_WIDTH = 640

/** The thumbnails to make and the times that have none, or the reason why there are none at all. */
export async function thumbnailsOf({ job, metadata, run, result, tools }: Asking) {
  const source = result<Source>('probe-file')
  if (!source) return { refused: 'the source was not analyzed' }
  const destination = await destinationOf(metadata, job.id, tools.mediaRoots)
  if ('refused' in destination) return { refused: `destinationUri: ${destination.refused}` }
  const asked = timesOf(source, metadata)
  if ('refused' in asked) return asked
  const { folder } = destination
  const format = formatOf(metadata)
  const pictures = picturesOf(asked.times, folder, stemOf(source), PICTURES[format].extension)
  const partialOf = (final: string) => partialName(final, siteId(job.id), THUMBNAIL_STEP, run)
  const sprite = spriteSheetOf(metadata, source.media, { folder, stem: stemOf(source), partialOf })
  if (sprite && 'refused' in sprite) return sprite
  const unfit = await unfitName([...pictures, ...filesOfSprite(sprite)].map(({ final }) => final))
  if (unfit !== undefined) return { refused: unfit }
  return {
    ...{ source, folder, destination: metadata['destinationUri'] ?? folder, missing: asked.missing },
    ...{ format, width: widthOf(metadata, source) },
    pictures: pictures.map((picture): Picture => ({ ...picture, partial: partialOf(picture.final) })),
    ...(sprite && { sprite }),
  }
}

/** The picture and its WebVTT. */
export function filesOfSprite(sprite: SpriteSheet | undefined) {
  return sprite ? [sprite.picture, sprite.vtt] : []
}

type Asking = Pick<StepContext<Tools>, 'job' | 'metadata' | 'run' | 'result' | 'tools'>

/** The width at which the picture is as high as `thumbnailHeight` allows. Pure. */
function widthOf({ thumbnailWidth, thumbnailHeight }: Metadata, { media }: Source): number {
  const width = Number(thumbnailWidth ?? DEFAULT_WIDTH)
  const video = videoOf(media)
  if (thumbnailHeight === undefined || !video) return width
  const shown = pictureSize(video, Number.POSITIVE_INFINITY)
  return Math.max(1, Math.min(width, Math.floor((Number(thumbnailHeight) * shown.width) / shown.height)))
}

function formatOf({ thumbnailFormat }: Metadata): keyof typeof PICTURES {
  return thumbnailFormat === 'png' ? 'png' : 'jpeg'
}

function stemOf({ path }: Source): string {
  return basename(path, extname(path))
}

/** `clip.mov` at 2.5 s → `clip-2.500s.jpg`. Times with the same name share a picture. Pure. */
export function picturesOf(
  times: readonly PictureTime[],
  folder: string,
  stem: string,
  extension: string,
): readonly Omit<Picture, 'partial'>[] {
  const nameOf = ({ seconds }: PictureTime) => `${stem}-${seconds.toFixed(3)}s${extension}`
  return [...Map.groupBy(times, nameOf)].map(([name, same]) => ({
    times: same,
    atS: Math.max(...same.map(({ seconds }) => seconds)),
    final: join(folder, name),
  }))
}
