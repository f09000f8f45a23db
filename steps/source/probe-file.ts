/** The step probe-file, which analyzes the source. */

import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import { isUnchanged, look } from '../../tasks/files/look.ts'
import { fatal, finished, type Outcome, retry, type StepContext, waitFor } from '../engine/declare/step.ts'
import { toStopGrowing } from '../problems/file.ts'
import type { Tools } from '../tools.ts'
import type { Source } from '../transcode/renditions.ts'
import { reachingSource, sourceOf, unreadable } from './source.ts'
import { withStallTimeout } from './with-stall-timeout.ts'

/** Reads the description of the source with ffprobe. Result: `Source`. */
export const probeFile = withStallTimeout({
  name: 'probe-file',
  description: 'Analyzing the source.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: (metadata, tools) => ({ ...reachingSource(metadata, tools), media: true }),
  async run(context) {
    const { metadata, tools, signal } = context
    const source = await sourceOf(context)
    if ('ended' in source) return source
    const programs = await tools.programs()
    if ('missing' in programs) return retry(programs.missing.join('; '))
    const before = await look(source.path)
    const probed = await probe(source.path, { ffprobe: programs.ffprobe, signal })
    if (before && !isUnchanged(before, await look(source.path)))
      return waitFor(toStopGrowing(metadata['sourceUri'] ?? ''))
    return outcome(probed, source.path, context)
  },
})

async function outcome(
  probed: Awaited<ReturnType<typeof probe>>,
  path: string,
  context: StepContext<Tools>,
): Promise<Outcome> {
  switch (probed.ended) {
    case 'done': {
      const { media } = probed
      context.log(
        'info',
        `${media.format}, ${media.durationS ?? 'unknown'} s, ${media.streams.map(({ codec }) => codec).join(' + ')}`,
      )
      return finished({ path, media } satisfies Source)
    }
    case 'bad-input':
      return unreadable(path, probed.message, context)
    case 'not-found':
      return fatal(probed.message)
    case 'crashed':
      return retry(probed.message)
    case 'stopped':
      return retry('stopped')
  }
}
