/** The steps that remove the copy of a source on another host, where no other step of the job type does. */

import { finished, type Step } from '../engine/declare/step.ts'
import { reachingSource } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { removeFetchedSource } from './fetched-source.ts'

export const removeFetched = removing('remove-fetched-source')
export const removeFetchedAfterFailure = removing('remove-fetched-source-after-failure')

function removing(name: string): Step<Tools> {
  return {
    name,
    description: 'Removing the copy of the source.',
    runsAs: 'STARTED_ASYNCHRONOUS',
    needs: reachingSource,
    async run(context) {
      await removeFetchedSource(context)
      return finished()
    },
  }
}
