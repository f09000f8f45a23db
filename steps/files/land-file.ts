import { siteId } from '../../schema/ids.ts'
import { land } from '../../tasks/files/land.ts'
import { look } from '../../tasks/files/look.ts'
import { fatal, finished, type Step, type StepContext } from '../engine/declare/step.ts'
import { reachingOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import type { Copy } from './copy-plan.ts'

/** A file that has its final name. */
export interface LandedFile {
  readonly uri: string
  /** Bytes. */
  readonly size: number
  readonly sha256?: string
}

/** Gives the file its final name, which nobody else may have. Result: `Landed`. */
export const landFile: Step<Tools> = {
  name: 'land-file',
  description: 'Naming file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingOutput,
  async run(context) {
    const copy = partialCopyOf(context)
    if (!copy) return fatal(`nothing was copied by job ${siteId(context.job.id)}`)
    const { partial, final, sha256 } = copy
    if ((await land(partial, final)) === 'taken')
      return fatal(`destinationUri: ${uriOf(final)} exists already`)
    const { size = copy.look.size } = (await look(final)) ?? {}
    return finished({ uri: uriOf(final), size, ...(sha256 !== undefined && { sha256 }) } satisfies LandedFile)
  },
}

/** What the job has copied or moved under a partial name. */
export function partialCopyOf({ result }: Pick<StepContext<Tools>, 'result'>): Copy | undefined {
  return result<Copy>('copy-file') ?? result<Copy>('move-file')
}
