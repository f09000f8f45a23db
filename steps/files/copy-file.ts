import { reaching } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import { checkBeforeCopy, copyToPartial, discardPartial } from './copy-to-partial.ts'

/** Copies the source, content alone, under a partial name, and compares the checksums of both. Result: `Copy`. */
export const copyFile = withStallTimeout({
  name: 'copy-file',
  description: 'Copying file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context, beats) {
    const taking = await checkBeforeCopy(context)
    return 'ended' in taking ? taking : copyToPartial(context, taking, beats)
  },
  discard: discardPartial,
})
