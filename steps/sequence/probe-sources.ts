/** The step probe-sources, which analyzes the sources of a sequence. */
import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import { isUnchanged, look } from '../../tasks/files/look.ts'
import {
  fatal,
  finished,
  type Metadata,
  type Outcome,
  retry,
  type StepContext,
  waitFor,
} from '../engine/declare/step.ts'
import { toStopGrowing } from '../problems/file.ts'
import { reaching, sourceOf, unreadable } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { largerThan } from '../transcode/ffmpeg-step.ts'
import { urisOf, userOf } from './draft.ts'
import type { SequenceSource } from './resolve.ts'
import { draftOf } from './sequence-parameters.ts'

/** Reads the description of each source with ffprobe. Result: `SequenceSource[]`. */
export const probeSources = withStallTimeout({
  name: 'probe-sources',
  description: 'Analyzing the sources.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: (metadata, tools) => ({ ...reachingSources(metadata, tools), media: true }),
  async run(context) {
    const draft = draftOf(context.metadata)
    if ('refused' in draft) return fatal(`${draft.key}: ${draft.refused}`)
    return probeEach(context, urisOf(draft), (uri) => userOf(uri, draft))
  },
})

/** `user`: what needs the source. Result: `SequenceSource[]`. */
export async function probeEach(
  context: StepContext<Tools>,
  uris: readonly string[],
  user: (uri: string) => string,
): Promise<Outcome> {
  const sources: SequenceSource[] = []
  for (const uri of uris) {
    const probed = await probeOne(context, uri)
    if ('ended' in probed) return of(user(uri), probed)
    sources.push({ uri, ...probed })
    context.progress(sources.length, uris.length)
  }
  context.log('info', `${sources.length} sources: ${sources.map(({ path }) => path).join(', ')}`)
  return finished(sources)
}

async function probeOne(
  context: StepContext<Tools>,
  uri: string,
): Promise<Omit<SequenceSource, 'uri'> | Outcome> {
  const { metadata, tools, signal } = context
  const one = { ...context, metadata: { ...metadata, sourceUri: uri } }
  const source = await sourceOf(one)
  if ('ended' in source) return source
  const programs = await tools.programs()
  if ('missing' in programs) return retry(programs.missing.join('; '))
  const before = await look(source.path)
  const probed = await probe(source.path, { ffprobe: programs.ffprobe, signal })
  if (before && !isUnchanged(before, await look(source.path))) return waitFor(toStopGrowing(uri))
  switch (probed.ended) {
    case 'done': {
      const tooLarge = largerThan(tools.maxPixels, probed.media)
      return tooLarge === undefined
        ? { path: source.path, media: probed.media }
        : fatal(`${source.path}: ${tooLarge}`)
    }
    case 'bad-input':
      return unreadable(source.path, probed.message, one)
    case 'not-found':
      return fatal(probed.message)
    case 'crashed':
      return retry(probed.message)
    case 'stopped':
      return retry('stopped')
  }
}

/** Says which piece needs the source. */
function of(name: string, outcome: Outcome): Outcome {
  if (outcome.ended !== 'fatal') return outcome
  return fatal(`${name}: ${outcome.reason.replace(/^sourceUri: /, '')}`)
}

/** The storages of all sources. Pure. */
export function reachingSources(metadata: Metadata, tools: Tools) {
  const draft = draftOf(metadata)
  const uris = 'refused' in draft ? [] : urisOf(draft)
  const reach = uris.flatMap((sourceUri) => reaching({ sourceUri }, tools).reach ?? [])
  return reach.length > 0 ? { reach: [...new Set(reach)] } : {}
}
