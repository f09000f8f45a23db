/** The step move-file, which links or copies the source to a partial file. */

import { link, lstat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { insideRoots, pathOf } from '../../tasks/files/media-roots.ts'
import { openFolder } from '../../tasks/files/open-folder.ts'
import { fatal, finished, type Outcome, retry, type StepContext } from '../engine/declare/step.ts'
import { reaching } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { copyBetween } from '../transfer/copy-between.ts'
import { isBetweenHosts } from '../transfer/parameters.ts'
import type { Copy } from './copy-plan.ts'
import { checkBeforeCopy, copyToPartial, discardPartial } from './copy-to-partial.ts'

/**
 * Creates the partial file as a hard link to the source; on another file system, or one without hard links,
 * as a copy with its attributes and a verified checksum. The source stays until the file has landed. Result:
 * `Copy`; between hosts, `Transferred`.
 */
export const moveFile = withStallTimeout({
  name: 'move-file',
  description: 'Moving file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context, beats) {
    const refused = await refusedLink(context)
    if (!refused && isBetweenHosts(context.metadata)) return copyBetween(context)
    const pending = refused ?? (await checkBeforeCopy(context))
    if ('ended' in pending) return pending
    if (context.signal.aborted) return retry('stopped')
    if (!(await linked(pending.source, pending.partial)))
      return copyToPartial(context, pending, { preserve: true, beats })
    const { size } = pending.look
    context.progress(size, size, 'bytes')
    return finished(pending satisfies Copy)
  },
  discard: discardPartial,
})

/**
 * Refuses a source that is a symbolic link: the move would delete the file behind it and leave it dangling.
 * Undefined if it is not a link, or the source is outside the media roots or does not exist.
 */
async function refusedLink({ metadata, tools }: StepContext<Tools>): Promise<Outcome | undefined> {
  const { sourceUri = '' } = metadata
  const [place, named] = [await insideRoots(sourceUri, tools.mediaRoots), pathOf(sourceUri)]
  if ('refused' in place || 'refused' in named) return undefined
  const found = await lstat(named.path).catch(() => undefined)
  return found?.isSymbolicLink() ? fatal(`sourceUri: ${sourceUri} is a symbolic link`) : undefined
}

/** False if the link cannot be created. The copy that follows reports lasting errors. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await using source = await openFolder(dirname(from))
    await using target = await openFolder(dirname(to))
    await link(source.at(basename(from)), target.at(basename(to)))
    return true
  } catch {
    return false
  }
}
