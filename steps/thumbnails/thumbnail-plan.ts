/** The thumbnails of a job: their times, format and paths. */

import { basename, extname, join } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { videoOf } from '../../tasks/ffmpeg/media.ts'
import { beginOf, endOf } from '../../tasks/ffmpeg/picture/frame.ts'
import { PICTURES } from '../../tasks/ffmpeg/thumbnail.ts'
import { partialName } from '../../tasks/files/land.ts'
import type { Metadata, StepContext } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { destinationOf, type Source } from '../transcode/renditions.ts'
import { atSeconds, type TimeCode, timeCodesOf } from './time-codes.ts'

/** One thumbnail. */
export interface Picture {
  readonly at: TimeCode
  readonly partial: string
  readonly final: string
}

/** Number of the step that makes the thumbnails; part of the partial names. */
export const THUMBNAIL_STEP = 200

export const DEFAULT_WIDTH = 640

/** The thumbnails to make, or the reason why there are none. */
export async function thumbnailsOf({
  job,
  metadata,
  run,
  result,
  tools,
}: Pick<StepContext<Tools>, 'job' | 'metadata' | 'run' | 'result' | 'tools'>) {
  const source = result<Source>('probe-file')
  if (!source) return { refused: 'the source was not analyzed' }
  const destination = await destinationOf(metadata, job.id, tools.mediaRoots)
  if ('refused' in destination) return { refused: `destinationUri: ${destination.refused}` }
  const times = timesOf(source, metadata)
  if ('refused' in times) return times
  const format = formatOf(metadata)
  const stem = basename(source.path, extname(source.path))
  const finals = new Map(
    times.map((at) => [join(destination.folder, nameOf(stem, at, PICTURES[format].extension)), at]),
  )
  return {
    ...{ source, folder: destination.folder, destination: metadata['destinationUri'] ?? destination.folder },
    ...{ format, width: Number(metadata['thumbnailWidth'] ?? DEFAULT_WIDTH) },
    pictures: [...finals].map(
      ([final, at]): Picture => ({
        ...{ at, final },
        partial: partialName(final, siteId(job.id), THUMBNAIL_STEP, run),
      }),
    ),
  }
}

/** The requested times. Default: a quarter of the length of the picture, 0 for a still image. Pure. */
export function timesOf(
  { path, media }: Source,
  { thumbnailTimeCodes = '' }: Metadata,
): readonly TimeCode[] | { readonly refused: string } {
  const video = videoOf(media)
  if (!video) return { refused: `${path} has no video stream` }
  const times = timeCodesOf(thumbnailTimeCodes)
  if ('wrong' in times) return { refused: `thumbnailTimeCodes: “${times.wrong}” is not a time code` }
  const [beginS, endS] = [beginOf(media), endOf(media)]
  const tooLate = times.find(({ seconds }) => seconds > 0 && endS !== undefined && seconds >= endS)
  if (tooLate)
    return { refused: `thumbnailTimeCodes: ${tooLate.text} is not before the end of the video at ${endS} s` }
  return times.length > 0 ? times : [atSeconds(beginS + ((endS ?? beginS) - beginS) / 4)]
}

function formatOf({ thumbnailFormat }: Metadata): keyof typeof PICTURES {
  return thumbnailFormat === 'png' ? 'png' : 'jpeg'
}

/** `clip.mov` at 2.5 s → `clip-2.500s.jpg`. */
function nameOf(stem: string, { seconds }: TimeCode, extension: string): string {
  return `${stem}-${seconds.toFixed(3)}s${extension}`
}
