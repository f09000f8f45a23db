/** The step copy-file, which copies the source to a partial file. */

import { reaching } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import { checkBeforeCopy, copyToPartial, discardPartial } from './copy-to-partial.ts'

/** Copies the content of the source, without its attributes, and compares the checksums. Result: `Copy`. */
export const copyFile = withStallTimeout({
  name: 'copy-file',
  description: 'Copying file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context, beats) {
    const pending = await checkBeforeCopy(context)
    return 'ended' in pending ? pending : copyToPartial(context, pending, beats)
  },
  discard: discardPartial,
})
