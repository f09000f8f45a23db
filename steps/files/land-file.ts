/** The step land-file, which gives a copied or moved file its final name. */

import { siteId } from '../../schema/ids.ts'
import { land } from '../../tasks/files/land.ts'
import { look } from '../../tasks/files/look.ts'
import { isRemote } from '../../tasks/transfer/location.ts'
import { fatal, finished, type Step, type StepContext } from '../engine/declare/step.ts'
import { reachingOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import { landTransferred, transferredBy } from '../transfer/copy-between.ts'
import type { Copy, LandedFile } from './copy-plan.ts'

/** Lands the partial file; fails if the final name is taken. Result: `LandedFile`. */
export const landFile: Step<Tools> = {
  name: 'land-file',
  description: 'Naming file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingOutput,
  // Those on other hosts are theirs to serve.
  outputs: (result) => [result as LandedFile].filter(({ uri }) => !isRemote(uri)),
  async run(context) {
    const transferred = transferredBy(context)
    if (transferred) return landTransferred(context, transferred)
    const copy = partialCopyOf(context)
    if (!copy) return fatal(`no file was copied or moved by job ${siteId(context.job.id)}`)
    const { partial, final, sha256 } = copy
    if ((await land(partial, final)) === 'taken')
      return fatal(`destinationUri: ${uriOf(final)} already exists`)
    const { size = copy.look.size } = (await look(final)) ?? {}
    return finished({ uri: uriOf(final), size, ...(sha256 !== undefined && { sha256 }) } satisfies LandedFile)
  },
}

/** The partial file that the job has copied or moved. */
export function partialCopyOf({ result }: Pick<StepContext<Tools>, 'result'>): Copy | undefined {
  return result<Copy>('copy-file') ?? result<Copy>('move-file')
}
