/** Describes the source and the outputs of a job: as the job saw them, and as they are now. */
import { stat } from 'node:fs/promises'
import type { StepRecord } from '../../schema/queries/records/job-records.ts'
import type { Source } from '../../steps/transcode/renditions.ts'
import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../tasks/ffmpeg/media.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import type { LaunchedTools } from '../process/tools.ts'
import type { MediaRecord } from './job-bundle.ts'

interface Files {
  readonly metadata: Readonly<Record<string, string>>
  readonly steps: readonly StepRecord[]
  /** The answer of `GET /job/{id}/output`. */
  readonly outputs: unknown
}

export async function mediaRecords(
  { metadata, steps, outputs }: Files,
  tools: LaunchedTools,
): Promise<readonly MediaRecord[]> {
  const { output = [] } = outputs as { readonly output?: readonly { readonly uri: string }[] }
  const source = metadata['sourceUri']
  const seen = seenBy(steps)
  return [
    ...(source === undefined
      ? []
      : [{ is: 'source' as const, uri: source, ...(seen && { seen }), ...(await now(source, tools)) }]),
    ...(await Promise.all(
      output.map(async ({ uri }) => ({ is: 'output' as const, uri, ...(await now(uri, tools)) })),
    )),
  ]
}

function seenBy(steps: readonly StepRecord[]): Media | undefined {
  const probed = steps.find(({ name, result }) => name === 'probe-file' && result !== null)
  return (probed?.result as Source | undefined)?.media
}

/** A job can name any file: like its steps, this looks only inside the media roots. */
async function now(uri: string, tools: LaunchedTools): Promise<Pick<MediaRecord, 'now'>> {
  const place = await insideRoots(uri, tools.mediaRoots)
  if (!('path' in place)) return {}
  const found = await stat(place.path).catch(() => undefined)
  const programs = await tools.programs()
  if (!found?.isFile() || 'missing' in programs) return {}
  const limits = { signal: AbortSignal.timeout(PROBE_WITHIN_MS), timeoutMs: PROBE_WITHIN_MS }
  const probed = await probe(place.path, { ffprobe: programs.ffprobe, ...limits })
  return { now: { sizeBytes: found.size, modified: found.mtime.toISOString(), probed } }
}

const PROBE_WITHIN_MS = 30_000
