/** What a job of type SIDECAR_IMPORT reads and writes. */
import { basename, dirname, extname, join } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { framesFrom } from '../../schema/time-code.ts'
import { type Media, videoOf } from '../../tasks/ffmpeg/media.ts'
import { partialName } from '../../tasks/files/land.ts'
import type { Cue } from '../../tasks/sidecar/cue.ts'
import type { SidecarContent } from '../../tasks/sidecar.ts'
import type { StepContext } from '../engine/declare/step.ts'
import { unfitName } from '../files/unfit-name.ts'
import type { Tools } from '../tools.ts'
import { destinationOf } from '../transcode/renditions.ts'

/** The result of the step read-sidecar. */
export interface ReadSidecar {
  readonly path: string
  readonly content: SidecarContent
}

/** The result of the step write-captions; without a file for metadata. */
export interface WrittenCaptions {
  readonly final?: string
}

/** Number of the step that writes; part of the partial names. */
export const SIDECAR_STEP = 200

type Asking = Pick<StepContext<Tools>, 'job' | 'metadata' | 'run' | 'result' | 'tools'>

/** Where the WebVTT goes: `clip.srt` becomes `clip.vtt`. */
export async function captionsFile({ job, metadata, run, result, tools }: Asking) {
  const read = result<ReadSidecar>('read-sidecar')
  if (!read) return { refused: 'the sidecar was not read' }
  const destination = await destinationOf(metadata, job.id, tools.mediaRoots)
  if ('refused' in destination) return { refused: `destinationUri: ${destination.refused}` }
  // Of an item, it is the file itself.
  const isFile = metadata['captionsFileId'] !== undefined
  const folder = isFile ? dirname(destination.folder) : destination.folder
  const final = isFile ? destination.folder : join(folder, `${basename(read.path, extname(read.path))}.vtt`)
  const unfit = await unfitName([final])
  if (unfit !== undefined) return { refused: unfit }
  return { read, folder, final, partial: partialName(final, siteId(job.id), SIDECAR_STEP, run) }
}

/**
 * The captions from the start of the media. Those of broadcasters count from its first time code: if all of
 * them are at or after it, they do. Pure.
 */
export function fromStart(cues: readonly Cue[], media: Media | undefined): readonly Cue[] {
  const offsetMs = media ? startMsOf(media) : 0
  const counts = offsetMs > 0 && cues.every(({ startMs }) => startMs >= offsetMs)
  if (!counts) return cues
  return cues.map((cue) => ({ ...cue, startMs: cue.startMs - offsetMs, endMs: cue.endMs - offsetMs }))
}

/** The first time code as a time of day: what captions with it mean. */
function startMsOf(media: Media): number {
  const { frameRate } = videoOf(media) ?? {}
  if (!frameRate || media.startTimeCode === undefined) return 0
  const frame = { numerator: frameRate.seconds, denominator: frameRate.frames }
  const frames = framesFrom(media.startTimeCode, frame) ?? 0
  return Math.round((frames * frame.numerator * 1_000) / frame.denominator)
}
