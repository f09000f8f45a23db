/** Probes the source for a dry run, while a client waits for the answer. */
import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import type { Programs } from '../../tasks/ffmpeg/programs.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import { isRemote } from '../../tasks/transfer/location.ts'
import type { CommandQuestion } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import type { Source } from '../transcode/renditions.ts'

interface Probed {
  readonly source: Source
  readonly programs: Programs
}

/** `unknown`: why it cannot be said what would run, as a clause. The source must be accessible from here. */
export async function probeForPlan({
  metadata,
  tools,
  signal,
}: CommandQuestion<Tools>): Promise<Probed | { readonly unknown: string }> {
  const uri = metadata['sourceUri'] ?? ''
  if (isRemote(uri)) return { unknown: 'the source is transferred first, from another host' }
  const place = await insideRoots(uri, tools.mediaRoots)
  if ('refused' in place) return { unknown: `sourceUri: ${place.refused}` }
  if ('missing' in place) return { unknown: `sourceUri: ${uri} does not exist on this machine` }
  const programs = await tools.programs()
  if ('missing' in programs) return { unknown: programs.missing.join('; ') }
  const options = { ffprobe: programs.ffprobe, signal, timeoutMs: PROBE_TIMEOUT_MS }
  const probed = await probe(place.path, options)
  if (probed.ended !== 'done')
    return { unknown: 'message' in probed ? probed.message : 'the request was canceled' }
  return { source: { path: place.path, media: probed.media }, programs }
}

const PROBE_TIMEOUT_MS = 10_000
