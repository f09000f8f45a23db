import { reaching } from '../source/source.ts'
import { watched } from '../source/watched.ts'
import { copied, discardTaken, takingOf } from './taking.ts'

/** Copies the source, content alone, under a partial name, and compares the checksums of both. Result: `Copy`. */
export const copyFile = watched({
  name: 'copy-file',
  description: 'Copying file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context, beats) {
    const taking = await takingOf(context)
    return 'ended' in taking ? taking : copied(context, taking, beats)
  },
  discard: discardTaken,
})
