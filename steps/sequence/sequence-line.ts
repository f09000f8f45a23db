/** The command line of a sequence, for clients that ask before the job is created. */
import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import { sequenceCommand } from '../../tasks/ffmpeg/sequence/command.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import type { ProgramFile } from '../../tasks/program/program-file.ts'
import type { CommandLine, CommandQuestion } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { urisOf, userOf } from './draft.ts'
import type { SequenceSource } from './resolve.ts'
import { draftOf } from './sequence-parameters.ts'
import { sequencePlan } from './sequence-plan.ts'
import { sequenceWorkOn } from './sequence-work.ts'

/**
 * Probes the sources, which must be accessible from here. Of a long sequence, the command of its first chunk.
 */
export async function sequenceLine({
  metadata,
  tools,
  signal,
}: CommandQuestion<Tools>): Promise<CommandLine> {
  const draft = draftOf(metadata)
  if ('refused' in draft) return { unknown: `${draft.key}: ${draft.refused}` }
  const probed = await probedHere(urisOf(draft), (uri) => userOf(uri, draft), { tools, signal })
  if ('unknown' in probed) return probed
  const { sources, ffmpeg } = probed
  const work = await sequenceWorkOn(sources, { metadata, tools, jobId: 0, run: 0 })
  if ('refused' in work) return { unknown: work.refused }
  const { chunks, canvas, renditions } = work
  const [sequence = work.sequence] = chunks
  const outputs = renditions.map(({ plan, partial }) => ({ plan, path: partial }))
  const { line } = sequenceCommand({ ffmpeg, sequence, canvas, outputs })
  return { argument: line, explanation: sequencePlan(work) }
}

/** The sources on this machine, or why a command is not known. `user`: what needs the source. */
export async function probedHere(
  uris: readonly string[],
  user: (uri: string) => string,
  { tools, signal }: Pick<CommandQuestion<Tools>, 'tools' | 'signal'>,
): Promise<
  { readonly sources: readonly SequenceSource[]; readonly ffmpeg: ProgramFile } | { readonly unknown: string }
> {
  const programs = await tools.programs()
  if ('missing' in programs) return { unknown: programs.missing.join('; ') }
  const sources: SequenceSource[] = []
  for (const uri of uris) {
    const place = await insideRoots(uri, tools.mediaRoots)
    if ('refused' in place) return { unknown: `${user(uri)}: ${place.refused}` }
    if ('missing' in place) return { unknown: `${user(uri)}: ${uri} does not exist on this machine` }
    const probed = await probe(place.path, { ffprobe: programs.ffprobe, signal, timeoutMs: PROBE_TIMEOUT_MS })
    if (probed.ended !== 'done')
      return { unknown: 'message' in probed ? probed.message : 'the request was canceled' }
    sources.push({ uri, path: place.path, media: probed.media })
  }
  return { sources, ffmpeg: programs.ffmpeg }
}

/** Short, because a client is waiting for the answer. */
const PROBE_TIMEOUT_MS = 10_000
