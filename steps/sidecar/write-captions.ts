/** The step write-captions, which writes the captions of a sidecar as WebVTT. */
import { siteId } from '../../schema/ids.ts'
import { hasLanded, land, removePartials } from '../../tasks/files/land.ts'
import { removeFile, writeNew } from '../../tasks/files/open-folder.ts'
import { webVtt } from '../../tasks/sidecar/cue.ts'
import { fatal, finished, type Step, waitFor } from '../engine/declare/step.ts'
import { ensureFolder } from '../files/copy-to-partial.ts'
import { offline, reachingOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import { captionsFile, SIDECAR_STEP, type WrittenCaptions } from './sidecar-plan.ts'

/** Metadata has no captions: then nothing is written. Result: `WrittenCaptions`. */
export const writeCaptions: Step<Tools> = {
  name: 'write-captions',
  description: 'Writing the captions.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingOutput,
  outputs: (result) => {
    const { final } = result as WrittenCaptions
    return final === undefined ? [] : [{ uri: uriOf(final), label: 'captions' }]
  },
  async run(context) {
    const file = await captionsFile(context)
    if ('refused' in file) return fatal(file.refused)
    const { read, folder, partial, final } = file
    if (read.content.kind === 'metadata') return finished({} satisfies WrittenCaptions)
    const unavailable = await offline(context.metadata['destinationUri'] ?? folder, context.tools)
    if (unavailable) return waitFor(unavailable)
    const missing = await ensureFolder(folder)
    if (missing) return missing
    const id = siteId(context.job.id)
    // A crash can keep from being recorded that an earlier attempt has landed it.
    if (await hasLanded(final, id, SIDECAR_STEP)) return finished({ final } satisfies WrittenCaptions)
    await removePartials(final, id, SIDECAR_STEP, context.run)
    await writeNew(partial, webVtt(read.content.cues))
    if ((await land(partial, final)) === 'taken')
      return fatal(`destinationUri: ${uriOf(final)} already exists`)
    return finished({ final } satisfies WrittenCaptions)
  },
  async discard(context) {
    const file = await captionsFile(context)
    if (!('refused' in file)) await removeFile(file.partial)
  },
}
