/** The step land-file, which gives a copied or moved file its final name. */

import { siteId } from '../../schema/ids.ts'
import { land } from '../../tasks/files/land.ts'
import { look } from '../../tasks/files/look.ts'
import { fatal, finished, type Step, type StepContext } from '../engine/declare/step.ts'
import { reachingOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import type { Copy } from './copy-plan.ts'

/** A file that has landed. */
export interface LandedFile {
  readonly uri: string
  /** Bytes. */
  readonly size: number
  readonly sha256?: string
}

/** Lands the partial file; fails if the final name is taken. Result: `LandedFile`. */
export const landFile: Step<Tools> = {
  name: 'land-file',
  description: 'Naming file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingOutput,
  outputs: (result) => [{ uri: (result as LandedFile).uri }],
  async run(context) {
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
