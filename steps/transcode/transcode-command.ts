/** The command line of a transcode, for clients that ask before the job is created. */

import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import { command } from '../../tasks/ffmpeg/plan/command.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import type { CommandLine, CommandQuestion } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { destinationOf, presetsOf, renditionsOf } from './renditions.ts'
import { rangeOf } from './time-range.ts'

/**
 * The command line that a transcode with this metadata would run on this machine. Probes the source, which
 * must be accessible from here. Because the job has no id yet, paths contain `VX-0` and run 0.
 */
export async function transcodeCommand({
  metadata,
  number,
  tools,
  signal,
}: CommandQuestion<Tools>): Promise<CommandLine> {
  const uri = metadata['sourceUri'] ?? ''
  const place = await insideRoots(uri, tools.mediaRoots)
  if ('refused' in place) return { unknown: `sourceUri: ${place.refused}` }
  if ('missing' in place) return { unknown: `sourceUri: ${uri} does not exist on this machine` }
  const programs = await tools.programs()
  if ('missing' in programs) return { unknown: programs.missing.join('; ') }
  const presets = presetsOf(metadata, tools.presets)
  if ('unknown' in presets) return { unknown: `tags: unknown preset “${presets.unknown}”` }
  const destination = await destinationOf(metadata, 0, tools.mediaRoots)
  if ('refused' in destination) return { unknown: `destinationUri: ${destination.refused}` }
  const probed = await probe(place.path, {
    ffprobe: programs.ffprobe,
    signal,
    timeoutMs: PROBE_TIMEOUT_MS,
  })
  if (probed.ended !== 'done')
    return { unknown: 'message' in probed ? probed.message : 'the request was canceled' }
  const source = { path: place.path, media: probed.media }
  const outputs = renditionsOf(source, presets, destination.folder, { jobId: 0, step: number, run: 0 })
  const cut = rangeOf(metadata, source)
  if ('refused' in cut) return { unknown: cut.refused }
  const line = command({
    ...cut,
    ...{ ffmpeg: programs.ffmpeg, input: source.path, media: source.media },
    outputs: outputs.map(({ preset, partial }) => ({ preset, path: partial })),
  })
  return 'refused' in line ? { unknown: line.refused } : line
}

/** Short, because a client is waiting for the answer. */
const PROBE_TIMEOUT_MS = 10_000
