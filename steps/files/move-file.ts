import { link } from 'node:fs/promises'
import { finished, retry } from '../engine/declare/step.ts'
import { reaching } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Copy } from './copy-plan.ts'
import { checkBeforeCopy, copyToPartial, discardPartial } from './copy-to-partial.ts'

/**
 * Gives the source a partial name at its destination as well; where that is another file system, or one without links, the partial
 * name is a copy that was compared. The source stays until the file has its final name. Result: `Copy`.
 */
export const moveFile = withStallTimeout({
  name: 'move-file',
  description: 'Moving file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context, beats) {
    const taking = await checkBeforeCopy(context)
    if ('ended' in taking) return taking
    if (context.signal.aborted) return retry('stopped')
    if (!(await linked(taking.source, taking.partial))) return copyToPartial(context, taking, beats)
    const { size } = taking.look
    context.progress(size, size, 'bytes')
    return finished(taking satisfies Copy)
  },
  discard: discardPartial,
})

/** False where it cannot be; why that is, the copy finds out. */
async function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    () => false,
  )
}
