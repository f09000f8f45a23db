import { link } from 'node:fs/promises'
import { finished, retry } from '../engine/declare/step.ts'
import { reaching } from '../source/source.ts'
import { watched } from '../source/watched.ts'
import type { Copy } from './copy-plan.ts'
import { copied, discardTaken, takingOf } from './taking.ts'

/**
 * Gives the source a partial name at its destination as well; where that is another file system, or one without links, the partial
 * name is a copy that was compared. The source stays until the file has its final name. Result: `Copy`.
 */
export const moveFile = watched({
  name: 'move-file',
  description: 'Moving file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context, beats) {
    const taking = await takingOf(context)
    if ('ended' in taking) return taking
    if (context.signal.aborted) return retry('stopped')
    if (!(await linked(taking.source, taking.partial))) return copied(context, taking, beats)
    const { size } = taking.look
    context.progress(size, size, 'bytes')
    return finished(taking satisfies Copy)
  },
  discard: discardTaken,
})

/** False where it cannot be; why that is, the copy finds out. */
async function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    () => false,
  )
}
