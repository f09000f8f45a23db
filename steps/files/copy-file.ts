/** The step copy-file, which copies the source to a partial file. */

import { reaching } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import { copyBetween } from '../transfer/copy-between.ts'
import { isBetweenHosts, transferKey } from '../transfer/parameters.ts'
import { checkBeforeCopy, copyToPartial, discardPartial } from './copy-to-partial.ts'

/** Copies the source and compares the checksums. Result: `Copy`; of a transfer, `Transferred`. */
export const copyFile = withStallTimeout({
  name: 'copy-file',
  description: 'Copying file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context, beats) {
    const { metadata } = context
    if (isBetweenHosts(metadata) || transferKey(metadata) !== undefined) return copyBetween(context)
    const pending = await checkBeforeCopy(context)
    if ('ended' in pending) return pending
    return copyToPartial(context, pending, { preserve: metadata['preserve'] === 'true', beats })
  },
  discard: discardPartial,
})
