import { probe } from '../tasks/ffprobe.ts'
import { insideRoots } from '../tasks/media-roots.ts'
import { fatal, finished, retry, type Step } from './engine/step.ts'
import type { Source } from './renditions.ts'
import type { Tools } from './tools.ts'

/** Finds out what the source is. Result: `Source`. */
export const probeFile: Step<Tools> = {
  name: 'probe-file',
  description: 'Analyzing the source.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  async run({ metadata, tools, signal, log }) {
    const uri = metadata['sourceUri'] ?? ''
    const place = await insideRoots(uri, tools.mediaRoots)
    if ('refused' in place) return fatal(`sourceUri: ${place.refused}`)
    if ('missing' in place) return fatal(`sourceUri: ${uri} does not exist`)
    const programs = await tools.programs()
    if ('missing' in programs) return fatal(programs.missing.join('; '))
    const probed = await probe(place.path, { ffprobe: programs.ffprobe.path, signal })
    switch (probed.ended) {
      case 'done': {
        const { media } = probed
        log(
          'info',
          `${media.format}, ${media.durationS ?? 'unknown'} s, ${media.streams.map(({ codec }) => codec).join(' + ')}`,
        )
        return finished({ path: place.path, media } satisfies Source)
      }
      case 'bad-input':
      case 'not-found':
        return fatal(probed.message)
      case 'crashed':
        return retry(probed.message)
      case 'stopped':
        return retry('stopped')
    }
  },
}
