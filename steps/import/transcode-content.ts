/** The steps that make and keep the renditions of the content of an import. */

import { finished, type Step } from '../engine/declare/step.ts'
import {
  removeCopy,
  removeLeftovers,
  removePartialCopy,
  removePartialNames,
} from '../files/remove-leftovers.ts'
import { itemOf, registerShapes } from '../item/rendition-shapes.ts'
import type { Tools } from '../tools.ts'
import { checkOutput, type Output } from '../transcode/check-output.ts'
import { presetsOf } from '../transcode/renditions.ts'
import { transcode } from '../transcode/transcode.ts'
import { type AsynchronousStep, seenAs } from './seen-as.ts'
import { AS_COPY, AS_TRANSCODE, CONTENT, hasRenditions } from './views.ts'

/** Says which renditions there will be. */
export const prepareTranscode: Step<Tools> = {
  name: 'prepare-transcode-of-content',
  description: 'Preparing transcode.',
  runsAs: 'STARTED',
  async run({ metadata, tools, log }) {
    if (!hasRenditions(metadata)) {
      log('info', 'no renditions')
      return finished()
    }
    const presets = presetsOf(metadata, tools.presets)
    if (!('unknown' in presets)) log('info', `renditions: ${presets.map(({ tag }) => tag).join(', ')}`)
    return finished()
  },
}

export const transcodeContent = seenAs(
  transcode as AsynchronousStep,
  { name: CONTENT.transcode },
  AS_TRANSCODE,
)

export const checkRenditions = seenAs(checkOutput, { name: CONTENT.renditions }, AS_TRANSCODE)

/** Makes shapes of the renditions. */
export const registerRenditions: Step<Tools> = {
  name: CONTENT.registerRenditions,
  description: 'Finalizing media check.',
  runsAs: 'STARTED',
  async run({ em, job, metadata, result }) {
    const itemId = itemOf(metadata)
    const outputs = result<readonly Output[]>(CONTENT.renditions) ?? []
    if (itemId === undefined || outputs.length === 0) return finished()
    const made = outputs.map((output) => ({ ...output, jobId: job.id }))
    return finished(undefined, {
      ...(await registerShapes(em, itemId, made, metadata)),
      transcodeDone: 'true',
    })
  },
}

/** Until then, the partial names show which files are of this job. */
export const removePartialContent = seenAs(
  removePartialCopy as AsynchronousStep,
  { name: 'remove-partial-content' },
  AS_COPY,
)
export const removePartialRenditions = seenAs(
  removePartialNames as AsynchronousStep,
  { name: 'remove-partial-renditions-of-content' },
  AS_TRANSCODE,
)
export const removeContent = seenAs(removeCopy as AsynchronousStep, { name: 'remove-content' }, AS_COPY)
export const removeRenditions = seenAs(
  removeLeftovers as AsynchronousStep,
  { name: 'remove-renditions-of-content' },
  AS_TRANSCODE,
)
