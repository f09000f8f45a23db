/** The thumbnails of a job: their times, format and paths. */

import { basename, extname, join } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import type { PictureKind } from '../../schema/metadata/picture-path.ts'
import { type Media, videoOf } from '../../tasks/ffmpeg/media.ts'
import { pictureSize } from '../../tasks/ffmpeg/picture/size.ts'
import { PICTURES } from '../../tasks/ffmpeg/thumbnail.ts'
import { partialName } from '../../tasks/files/land.ts'
import type { Metadata, StepContext } from '../engine/declare/step.ts'
import { unfitName } from '../files/unfit-name.ts'
import type { Tools } from '../tools.ts'
import { destinationOf, type Source } from '../transcode/renditions.ts'
import { type Missing, posterTimesOf, timesOf } from './picture-times.ts'
import { type SpriteSheet, spriteSheetOf } from './sprite-plan.ts'
import type { PictureTime } from './time-codes.ts'

/** One thumbnail. */
export interface Picture {
  readonly kind: PictureKind
  /** Pixels, at most. */
  readonly width: number
  readonly format: PictureFormat
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
  const posters = posterTimesOf(source, metadata)
  if ('refused' in posters) return posters
  const { folder } = destination
  const stem = stemOf(source)
  const partialOf = (final: string) => partialName(final, siteId(job.id), THUMBNAIL_STEP, run)
  const made = (look: Look, times: readonly PictureTime[], name: string): readonly Picture[] =>
    picturesOf(times, folder, name, PICTURES[look.format].extension).map((picture) => ({
      ...{ ...picture, ...look, partial: partialOf(picture.final) },
    }))
  const pictures = [
    ...made(lookOfThumbnails(metadata, source), asked.times, stem),
    ...made(lookOfPosters(metadata, source), posters.times, `${stem}-poster`),
  ]
  const sprite = spriteSheetOf(metadata, source.media, { folder, stem, partialOf })
  if (sprite && 'refused' in sprite) return sprite
  const unfit = await unfitName([...pictures, ...filesOfSprite(sprite)].map(({ final }) => final))
  if (unfit !== undefined) return { refused: unfit }
  return {
    ...{ source, folder, pictures, missing: [...asked.missing, ...posters.missing] },
    destination: metadata['destinationUri'] ?? folder,
    ...(sprite && { sprite }),
  }
}

/** The picture and its WebVTT. */
export function filesOfSprite(sprite: SpriteSheet | undefined) {
  return sprite ? [sprite.picture, sprite.vtt] : []
}

type Asking = Pick<StepContext<Tools>, 'job' | 'metadata' | 'run' | 'result' | 'tools'>

type Look = Pick<Picture, 'kind' | 'width' | 'format'>

function lookOfThumbnails(metadata: Metadata, { media }: Source): Look {
  const { thumbnailWidth = String(DEFAULT_WIDTH), thumbnailHeight, thumbnailFormat } = metadata
  return {
    kind: 'thumbnail',
    width: widthOf({ width: thumbnailWidth, height: thumbnailHeight }, media),
    format: formatOf(thumbnailFormat),
  }
}

/** As large as the video, unless a size is asked for. */
function lookOfPosters({ posterWidth, posterHeight, posterFormat }: Metadata, { media }: Source): Look {
  return {
    kind: 'poster',
    width: widthOf({ width: posterWidth, height: posterHeight }, media),
    format: formatOf(posterFormat),
  }
}

interface Bounds {
  readonly width: string | undefined
  readonly height: string | undefined
}

/** The width at which the picture is as wide and as high as it may be. Pure. */
function widthOf({ width, height }: Bounds, media: Media): number {
  const video = videoOf(media)
  const shown = video && pictureSize(video, Number.POSITIVE_INFINITY)
  const most = Number(width ?? shown?.width ?? DEFAULT_WIDTH)
  if (height === undefined || !shown) return most
  return Math.max(1, Math.min(most, Math.floor((Number(height) * shown.width) / shown.height)))
}

type PictureFormat = keyof typeof PICTURES

function formatOf(format: string | undefined): PictureFormat {
  return format === 'png' ? 'png' : 'jpeg'
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
): readonly Pick<Picture, 'times' | 'atS' | 'final'>[] {
  const nameOf = ({ seconds }: PictureTime) => `${stem}-${seconds.toFixed(3)}s${extension}`
  return [...Map.groupBy(times, nameOf)].map(([name, same]) => ({
    times: same,
    atS: Math.max(...same.map(({ seconds }) => seconds)),
    final: join(folder, name),
  }))
}
