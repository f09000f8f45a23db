/** The command line of a transcode, for clients that ask before the job is created. */

import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import { command } from '../../tasks/ffmpeg/plan/command.ts'
import { explained } from '../../tasks/ffmpeg/plan/explained.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import { isRemote } from '../../tasks/transfer/location.ts'
import type { CommandLine, CommandQuestion } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { workOn } from './renditions.ts'

/**
 * The command line that a transcode with this metadata would run on this machine. Probes the source, which
 * must be accessible from here. Because the job has no id yet, paths contain `VX-0` and run 0.
 */
export async function transcodeCommand({
  metadata,
  tools,
  signal,
}: CommandQuestion<Tools>): Promise<CommandLine> {
  const uri = metadata['sourceUri'] ?? ''
  if (isRemote(uri)) return { unknown: 'the source is transferred first, from another host' }
  const place = await insideRoots(uri, tools.mediaRoots)
  if ('refused' in place) return { unknown: `sourceUri: ${place.refused}` }
  if ('missing' in place) return { unknown: `sourceUri: ${uri} does not exist on this machine` }
  const programs = await tools.programs()
  if ('missing' in programs) return { unknown: programs.missing.join('; ') }
  const probed = await probe(place.path, {
    ffprobe: programs.ffprobe,
    signal,
    timeoutMs: PROBE_TIMEOUT_MS,
  })
  if (probed.ended !== 'done')
    return { unknown: 'message' in probed ? probed.message : 'the request was canceled' }
  const source = { path: place.path, media: probed.media }
  const work = await workOn(source, { metadata, tools, jobId: 0, run: 0 })
  if ('refused' in work) return { unknown: work.refused }
  const { range, renditions } = work
  return {
    argument: command({
      ...{ ffmpeg: programs.ffmpeg, input: source.path, media: source.media, ...(range && { range }) },
      outputs: renditions.map(({ plan, partial }) => ({ plan, path: partial })),
    }),
    explanation: renditions.flatMap(({ plan }) => explained(plan)),
  }
}

/** Short, because a client is waiting for the answer. */
const PROBE_TIMEOUT_MS = 10_000
