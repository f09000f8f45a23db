/** The step land-thumbnails, which gives thumbnails their final names. */

import { land } from '../../tasks/files/land.ts'
import { fatal, finished, type Step } from '../engine/declare/step.ts'
import { reachingOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import type { Picture } from './thumbnail-plan.ts'

/** Lands the thumbnails and lists them in the job's metadata. Result: URIs by time code (wire.md §10.2). */
export const landThumbnails: Step<Tools> = {
  name: 'land-thumbnails',
  description: 'Naming thumbnails.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingOutput,
  outputs: (result) =>
    Object.entries(result as Readonly<Record<string, string>>).map(([label, uri]) => ({
      ...{ uri, label: label.replace(/^\[TC:(.*)\]$/, '$1') },
    })),
  async run({ result, log }) {
    const thumbnails: Record<string, string> = {}
    for (const { at, partial, final } of result<readonly Picture[]>('make-thumbnails') ?? []) {
      const uri = uriOf(final)
      if ((await land(partial, final)) === 'taken') return fatal(`destinationUri: ${uri} already exists`)
      thumbnails[`[TC:${at.text}]`] = uri
      log('info', `thumbnail at ${at.seconds} s: ${uri}`)
    }
    const list = JSON.stringify(thumbnails)
    return finished(thumbnails, { thumbnails: list, result: JSON.stringify({ thumbnails }) })
  },
}
