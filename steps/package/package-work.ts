/** The package that a job makes: its rungs, and its folder before and after it is whole. */
import { basename, dirname, extname, join } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { videoOf } from '../../tasks/ffmpeg/media.ts'
import { CODECS, type PackagePlan } from '../../tasks/ffmpeg/package/command.ts'
import { DEFAULT_HEIGHTS, hasStreams, ladderOf } from '../../tasks/ffmpeg/package/ladder.ts'
import { refusedSize } from '../../tasks/ffmpeg/plan/video/encoders.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import type { Metadata, StepContext } from '../engine/declare/step.ts'
import { unfitName } from '../files/unfit-name.ts'
import type { Tools } from '../tools.ts'
import { ownFolder, type Source } from '../transcode/renditions.ts'

export interface PackageWork {
  readonly source: Source
  readonly plan: PackagePlan
  /** The folder that the package gets; `plan.folder` is that of this run until then. */
  readonly final: string
  readonly destination: string
}

type Refused = { readonly refused: string }

export const DEFAULT_SEGMENT_S = 4

export async function packageWork({
  job,
  result,
  metadata,
  tools,
  run,
}: StepContext<Tools>): Promise<PackageWork | Refused> {
  const source = result<Source>('probe-file')
  if (!source) return { refused: 'the source was not analyzed' }
  return packageWorkOn(source, { metadata, tools, jobId: job.id, run })
}

export async function packageWorkOn(
  source: Source,
  {
    metadata,
    tools,
    jobId,
    run,
  }: { readonly metadata: Metadata; readonly tools: Tools; readonly jobId: number; readonly run: number },
): Promise<PackageWork | Refused> {
  const { path, media } = source
  if (!hasStreams(media)) return { refused: `${path} has no video or audio stream` }
  const own = ownFolder(metadata, jobId, tools.mediaRoots)
  const stem = basename(path, extname(path))
  const wanted = own === undefined ? (metadata['destinationUri'] ?? '') : join(own, `${stem}-package`)
  const place = await insideRoots(wanted.replace(/\/+$/, ''), tools.mediaRoots)
  if ('refused' in place) return { refused: `destinationUri: ${place.refused}` }
  const final = 'path' in place ? place.path : place.missing
  const unfit = await unfitName([final])
  if (unfit !== undefined) return { refused: unfit }
  const codec = metadata['videoCodec'] === 'vp9' ? 'vp9' : 'h264'
  const video = videoOf(media)
  const rungs = video ? ladderOf(video, heightsOf(metadata)) : []
  const tooLarge = rungs
    .map((rung) => refusedSize(CODECS[codec].encoder, rung))
    .find((one) => one !== undefined)
  if (tooLarge !== undefined) return { refused: `${path}: ${tooLarge}` }
  const segmentS = Number(metadata['segmentDuration'] ?? DEFAULT_SEGMENT_S)
  const folder = partialFolder(final, jobId, run)
  return {
    source,
    final,
    destination: metadata['destinationUri'] ?? final,
    plan: { input: path, media, rungs, codec, segmentS, folder },
  }
}

function heightsOf({ heights }: Metadata): readonly number[] {
  return heights === undefined ? DEFAULT_HEIGHTS : heights.split(',').map((height) => Number(height.trim()))
}

/** Beside the final folder and hidden, such as `.clip-package.VX-1.17.partial`. */
export function partialFolder(final: string, jobId: number, run: number): string {
  return join(dirname(final), `.${basename(final)}.${siteId(jobId)}.${run}.partial`)
}

/** Whether it is the name of a partial folder of the job, of whatever run. */
export function isPartialOf(name: string, final: string, jobId: number): boolean {
  const [before, after] = [`.${basename(final)}.${siteId(jobId)}.`, '.partial']
  const run = name.slice(before.length, -after.length)
  return name.startsWith(before) && name.endsWith(after) && /^\d+$/.test(run)
}
