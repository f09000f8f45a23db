import { insideRoots } from '../../tasks/media-roots.ts'
import { checkOutput } from '../check-output.ts'
import { jobType, type Refusal } from '../engine/job-type.ts'
import type { Metadata } from '../engine/step.ts'
import { probeFile } from '../probe-file.ts'
import { registerOutput } from '../register-output.ts'
import { removeLeftovers, removePartialNames, TRANSCODE_STEP } from '../remove-leftovers.ts'
import { presetsOf } from '../renditions.ts'
import type { Tools } from '../tools.ts'
import { transcode } from '../transcode.ts'

export default jobType<Tools>(
  'TRANSCODE',
  'Transcode of item.',
  [
    { number: 100, step: probeFile },
    { number: TRANSCODE_STEP, step: transcode, after: [100], transient: true },
    { number: 300, step: checkOutput, after: [TRANSCODE_STEP], transient: true },
    { number: 400, step: registerOutput, after: [300] },
    { number: 500, step: removePartialNames, after: [400], critical: false },
    { number: 900, step: removeLeftovers, cleanup: true },
  ],
  {
    parameters: [
      { key: 'sourceUri', required: true, description: 'The URI of the file to transcode.' },
      {
        key: 'destinationUri',
        required: false,
        description:
          'The URI of the folder the renditions go to. Default: a folder of the job in the first media root.',
      },
      {
        key: 'tags',
        required: false,
        description:
          'Comma-separated list of the presets to make renditions with. Default `original`: the source as it is.',
      },
    ],
    check,
  },
)

/** Whether the source exists is found out when the job runs: it may come later, and to another machine. */
async function check(metadata: Metadata, { presets, mediaRoots }: Tools): Promise<Refusal | undefined> {
  const { sourceUri, destinationUri } = metadata
  for (const [key, uri] of Object.entries({ sourceUri, destinationUri })) {
    const place = uri === undefined ? undefined : await insideRoots(uri, mediaRoots)
    if (place && 'refused' in place)
      return { refused: 'invalid', key, explanation: place.refused, value: uri ?? '' }
  }
  const named = presetsOf(metadata, presets)
  return 'unknown' in named ? { refused: 'not-found', type: 'shape-tag', id: named.unknown } : undefined
}
