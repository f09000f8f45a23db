import { command } from '../../tasks/ffmpeg/command.ts'
import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import type { CommandLine, CommandQuestion } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { destinationOf, presetsOf, renditionsOf } from './renditions.ts'

/**
 * The command line that a transcode of this metadata would run on this machine. The source is asked for what is in it, if it
 * can be reached from here. No job has an id yet: where it stands in a name it is `VX-0`, and the run is 0.
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
  if ('missing' in place) return { unknown: `sourceUri: ${uri} cannot be reached from here yet` }
  const programs = await tools.programs()
  if ('missing' in programs) return { unknown: programs.missing.join('; ') }
  const presets = presetsOf(metadata, tools.presets)
  if ('unknown' in presets) return { unknown: `tags: there is no preset ${presets.unknown}` }
  const destination = await destinationOf(metadata, 0, tools.mediaRoots)
  if ('refused' in destination) return { unknown: `destinationUri: ${destination.refused}` }
  const probed = await probe(place.path, {
    ffprobe: programs.ffprobe.path,
    signal,
    timeoutMs: PROBE_WITHIN_MS,
  })
  if (probed.ended !== 'done')
    return { unknown: 'message' in probed ? probed.message : 'nobody waits for it' }
  const source = { path: place.path, media: probed.media }
  const outputs = renditionsOf(source, presets, destination.folder, { jobId: 0, step: number, run: 0 })
  const line = command({
    ...{ ffmpeg: programs.ffmpeg.path, input: source.path, media: source.media },
    outputs: outputs.map(({ preset, partial }) => ({ preset, path: partial })),
  })
  return 'refused' in line ? { unknown: line.refused } : line
}

/** A client waits for it. */
const PROBE_WITHIN_MS = 10_000
