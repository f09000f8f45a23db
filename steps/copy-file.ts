import type { Step } from './engine/step.ts'
import { reaching } from './source.ts'
import { copied, discardTaken, takingOf } from './taking.ts'
import type { Tools } from './tools.ts'

/** Copies the source, content alone, under a partial name, and compares the checksums of both. Result: `Copy`. */
export const copyFile: Step<Tools> = {
  name: 'copy-file',
  description: 'Copying file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context) {
    const taking = await takingOf(context)
    return 'ended' in taking ? taking : copied(context, taking)
  },
  discard: discardTaken,
}
