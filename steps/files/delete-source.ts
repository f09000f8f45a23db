/** The step delete-source, which deletes the source of a move. */

import { stat } from 'node:fs/promises'
import { isUnchanged, look } from '../../tasks/files/look.ts'
import { removeFile } from '../../tasks/files/open-folder.ts'
import { fatal, finished, type Step } from '../engine/declare/step.ts'
import { reaching } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { deleteTransferred, transferredBy } from '../transfer/copy-between.ts'
import type { Copy } from './copy-plan.ts'
import { partialCopyOf } from './land-file.ts'

/** Deletes the source once the file has landed at its destination, unless the source has changed. */
export const deleteSource: Step<Tools> = {
  name: 'delete-source',
  description: 'Deleting source.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context) {
    const transferred = transferredBy(context)
    if (transferred) return deleteTransferred(context, transferred)
    const copy = partialCopyOf(context)
    if (!copy) return fatal('no source to delete: no file was moved')
    const current = await look(copy.source)
    // Deleted by an earlier run whose outcome was not recorded.
    if (!current) return finished()
    if (!isUnchanged(copy.look, current))
      return fatal(`${copy.source} has changed since it was copied; both files were kept`)
    if (!(await isSeparate(copy)))
      return fatal(`${copy.source} and ${copy.final} are the same file, which was kept`)
    await removeFile(copy.source)
    return finished()
  },
}

/**
 * Whether the destination survives the deletion of the source. On a case-insensitive file system both paths
 * can name the same directory entry: then the file has fewer than three links (source, partial, final).
 */
async function isSeparate({ source, final }: Copy): Promise<boolean> {
  const [from, to] = await Promise.all([stat(source, { bigint: true }), stat(final, { bigint: true })])
  return from.dev !== to.dev || from.ino !== to.ino || to.nlink >= 3n
}
