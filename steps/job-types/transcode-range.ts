/** The job type TRANSCODE_RANGE: makes renditions of a part of a media file. */
import { jobType } from '../engine/declare/job-type.ts'
import { removeLeftovers, removePartialNames } from '../files/remove-leftovers.ts'
import { probeFile } from '../source/probe-file.ts'
import { WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { checkCompleteness } from '../transcode/check-completeness.ts'
import { checkOutput } from '../transcode/check-output.ts'
import { registerOutput } from '../transcode/register-output.ts'
import { startAndEnd } from '../transcode/start-end.ts'
import { transcode } from '../transcode/transcode.ts'
import { check, DESTINATION } from './transcode.ts'

/** The numbers are those of Vidispine (wire-media.md §8.1). */
export default jobType<Tools>(
  'TRANSCODE_RANGE',
  'Transcode of part of item.',
  [
    { number: 100, step: probeFile },
    { number: 600, step: transcode, after: [100], transient: true },
    { number: 700, step: checkOutput, after: [600], transient: true },
    { number: 750, step: checkCompleteness, after: [700], critical: false },
    { number: 800, step: registerOutput, after: [700] },
    { number: 850, step: removePartialNames, after: [800], critical: false },
    { number: 900, step: removeLeftovers, cleanup: true },
  ],
  {
    parameters: [
      { key: 'sourceUri', required: true, description: 'URI of the file to take a part of.' },
      DESTINATION,
      {
        key: 'tags',
        required: true,
        description: 'Comma-separated presets, one rendition for each. A preset that copies cannot cut.',
      },
      ...startAndEnd(true),
      WAIT_FOR_SOURCE,
    ],
    check,
  },
)
