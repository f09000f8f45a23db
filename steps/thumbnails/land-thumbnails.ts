/** The step land-thumbnails, which gives thumbnails their final names. */

import { land } from '../../tasks/files/land.ts'
import { fatal, finished, type MadeFile, type Step } from '../engine/declare/step.ts'
import { reachingOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import type { Thumbnails } from './thumbnail-plan.ts'

/** Lands the thumbnails and lists them in the job's metadata. Result: URIs by time code (wire.md §10.2). */
export const landThumbnails: Step<Tools> = {
  name: 'land-thumbnails',
  description: 'Naming thumbnails.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingOutput,
  outputs: (result) => filesOf(result as Readonly<Record<string, string>>),
  async run({ result, log }) {
    const thumbnails: Record<string, string> = {}
    for (const { times, atS, partial, final } of result<Thumbnails>('make-thumbnails')?.pictures ?? []) {
      const uri = uriOf(final)
      if ((await land(partial, final)) === 'taken') return fatal(`destinationUri: ${uri} already exists`)
      for (const { text } of times) thumbnails[`[TC:${text}]`] = uri
      log('info', `thumbnail at ${atS} s: ${uri}`)
    }
    const list = JSON.stringify(thumbnails)
    return finished(thumbnails, { thumbnails: list, result: JSON.stringify({ thumbnails }) })
  },
}

/** Each file once, with the first of its time codes. */
function filesOf(thumbnails: Readonly<Record<string, string>>): readonly MadeFile[] {
  const byUri = Map.groupBy(Object.entries(thumbnails), ([, uri]) => uri)
  return [...byUri].map(([uri, [first]]) => ({
    uri,
    label: (first?.[0] ?? '').replace(/^\[TC:(.*)\]$/, '$1'),
  }))
}
