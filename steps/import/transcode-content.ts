/** The steps that make and keep the renditions of the content of an import. */

import { fatal, finished, type Outcome, type Step, type StepContext } from '../engine/declare/step.ts'
import {
  removeCopy,
  removeLeftovers,
  removePartialCopy,
  removePartialNames,
} from '../files/remove-leftovers.ts'
import { itemOf, registerShapes } from '../item/rendition-shapes.ts'
import { prepareTranscode as scriptsOfPresets } from '../preset/prepare-transcode.ts'
import { reaching } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { checkOutput, type Output } from '../transcode/check-output.ts'
import { transcode } from '../transcode/transcode.ts'
import type { CheckedContent } from './check-content.ts'
import { type AsynchronousStep, seenAs } from './seen-as.ts'
import { AS_COPY, AS_TRANSCODE, CONTENT, contentUri, hasRenditions } from './views.ts'

const scriptsOfContent = seenAs(scriptsOfPresets as AsynchronousStep, { name: CONTENT.prepare }, AS_TRANSCODE)

/** A text, a document or data can be imported, but not transcoded. */
function refusedAsNoMedia({ metadata, result }: StepContext<Tools>): Outcome | undefined {
  if (!hasRenditions(metadata) || result<CheckedContent>(CONTENT.check)?.media) return undefined
  const name = metadata['originalFilename'] ?? contentUri(metadata)
  return fatal(`${name} is no media, so that no renditions can be made of it`)
}

/** Runs the scripts of presets. */
export const prepareTranscode: AsynchronousStep = {
  ...scriptsOfContent,
  run: async (context) => refusedAsNoMedia(context) ?? scriptsOfContent.run(context),
  // The step is in every import, as in Vidispine (wire-media.md §8.1).
  applies: () => true,
  needs: (metadata, tools) => reaching({ sourceUri: contentUri(metadata) }, tools),
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

const leftovers = seenAs(
  removeLeftovers as AsynchronousStep,
  { name: 'remove-renditions-of-content' },
  AS_TRANSCODE,
)

/** Nothing is left of what was not begun. */
export const removeRenditions: AsynchronousStep = {
  ...leftovers,
  run: async (context) => (refusedAsNoMedia(context) ? finished() : leftovers.run(context)),
}
