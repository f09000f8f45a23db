import { land } from '../../tasks/files/land.ts'
import { fatal, finished, type Step } from '../engine/declare/step.ts'
import { reachingOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import type { Picture } from './thumbnail-plan.ts'

/** Gives the pictures their final names and tells them in the job's metadata. Result: URI by time code (wire.md §10.2). */
export const landThumbnails: Step<Tools> = {
  name: 'land-thumbnails',
  description: 'Naming thumbnails.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingOutput,
  async run({ result, log }) {
    const thumbnails: Record<string, string> = {}
    for (const { at, partial, final } of result<readonly Picture[]>('make-thumbnails') ?? []) {
      const uri = uriOf(final)
      if ((await land(partial, final)) === 'taken') return fatal(`destinationUri: ${uri} exists already`)
      thumbnails[`[TC:${at.text}]`] = uri
      log('info', `${at.seconds} s: ${uri}`)
    }
    const told = JSON.stringify(thumbnails)
    return finished(thumbnails, { thumbnails: told, result: JSON.stringify({ thumbnails }) })
  },
}
