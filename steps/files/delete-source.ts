import { rm, stat } from 'node:fs/promises'
import { isUnchanged, look } from '../../tasks/files/look.ts'
import { fatal, finished, type Step } from '../engine/declare/step.ts'
import { reaching } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import type { Copy } from './copy-plan.ts'
import { partialCopyOf } from './land-file.ts'

/** The last of a move: the source goes once the file is at its destination, if it still is what was moved. */
export const deleteSource: Step<Tools> = {
  name: 'delete-source',
  description: 'Deleting source.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context) {
    const copy = partialCopyOf(context)
    if (!copy) return fatal('nothing was moved')
    const now = await look(copy.source)
    // It went in a run whose end was not recorded.
    if (!now) return finished()
    if (!isUnchanged(copy.look, now))
      return fatal(`${copy.source} has changed since it was copied: both stay`)
    if (!(await isApart(copy))) return fatal(`${copy.source} and ${copy.final} are one name: it stays`)
    await rm(copy.source, { force: true })
    return finished()
  },
}

/**
 * Whether the file stays when the source goes. Where names do not tell capitals from small letters, two of them can be one and the
 * same: then the file has fewer names than source, partial and final.
 */
async function isApart({ source, final }: Copy): Promise<boolean> {
  const [from, to] = await Promise.all([stat(source, { bigint: true }), stat(final, { bigint: true })])
  return from.dev !== to.dev || from.ino !== to.ino || to.nlink >= 3n
}
