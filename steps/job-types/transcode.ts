/** The job type TRANSCODE: makes renditions of a media file and checks them. */

import { jobType } from '../engine/declare/job-type.ts'
import type { Parameter } from '../engine/declare/parameter.ts'
import type { Refusal } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { removeLeftovers, removePartialNames } from '../files/remove-leftovers.ts'
import { prepareTranscode } from '../preset/prepare-transcode.ts'
import { probeFile } from '../source/probe-file.ts'
import { refusedUri, WAIT_FOR_SOURCE } from '../source/source.ts'
import { PICTURES_OF_SOURCE } from '../thumbnails/pictures-of-content.ts'
import type { Tools } from '../tools.ts'
import { checkCompleteness } from '../transcode/check-completeness.ts'
import { checkOutput } from '../transcode/check-output.ts'
import { registerOutput } from '../transcode/register-output.ts'
import { presetsOf, TRANSCODE_STEP } from '../transcode/renditions.ts'
import { startAndEnd } from '../transcode/start-end.ts'
import { uncuttable } from '../transcode/time-range.ts'
import { transcode } from '../transcode/transcode.ts'

export const DESTINATION: Parameter = {
  key: 'destinationUri',
  required: false,
  description:
    'URI of the folder for the renditions. Default: a folder in the first media root, named by the id of the job.',
}

export default jobType<Tools>(
  'TRANSCODE',
  'Transcode of item.',
  [
    { number: 100, step: probeFile },
    { number: 150, step: prepareTranscode, after: [100] },
    { number: TRANSCODE_STEP, step: transcode, after: [100, 150], transient: true },
    { number: 300, step: checkOutput, after: [TRANSCODE_STEP], transient: true },
    { number: 350, step: checkCompleteness, after: [300], critical: false },
    { number: 400, step: registerOutput, after: [300] },
    { number: 410, step: PICTURES_OF_SOURCE.make, after: [400], critical: false, transient: true },
    { number: 420, step: PICTURES_OF_SOURCE.keep, after: [410], critical: false },
    { number: 430, step: PICTURES_OF_SOURCE.remove, after: [420], critical: false },
    // It removes the copy of a source on another host, which the thumbnails are made of.
    { number: 500, step: removePartialNames, after: [400, 430], critical: false },
    { number: 890, step: PICTURES_OF_SOURCE.cleanUp, cleanup: true },
    { number: 900, step: removeLeftovers, cleanup: true },
  ],
  {
    parameters: [
      { key: 'sourceUri', required: true, description: 'URI of the file to transcode.' },
      DESTINATION,
      {
        key: 'tags',
        required: false,
        description:
          'Comma-separated presets, one rendition for each. Default `original`, which copies the streams of the source.',
      },
      {
        key: 'presetVersions',
        required: false,
        description: 'Set by the server: which presets over the API and of added files the tags named.',
      },
      ...startAndEnd(false),
      {
        key: 'createPosters',
        required: false,
        description: 'Time codes of posters that the item of `itemId` gets. Default: none.',
      },
      {
        key: 'createThumbnails',
        required: false,
        description: 'Whether the item of `itemId` gets thumbnails of the source. Default `false`.',
        values: ['true', 'false'],
      },
      WAIT_FOR_SOURCE,
    ],
    check,
  },
)

export async function check(metadata: Metadata, tools: Tools): Promise<Refusal | undefined> {
  const refused = await refusedUri(metadata, tools)
  if (refused) return refused
  const presets = presetsOf(metadata, tools.presets)
  if (!('unknown' in presets)) return uncuttable(metadata, presets)
  const known = tools.presets.map(({ tag }) => tag)
  return { refused: 'not-found', type: 'shape-tag', id: presets.unknown, known }
}
