/** The job type ANALYZE: finds black, bars, freezes, silence, scenes and tones, and measures loudness. */

import { ANALYZE_PARAMETERS, measuresOf } from '../analysis/analyze-parameters.ts'
import { measureMedia } from '../analysis/measure-media.ts'
import { registerMeasures } from '../analysis/register-measures.ts'
import { jobType } from '../engine/declare/job-type.ts'
import type { Refusal } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { probeFile } from '../source/probe-file.ts'
import { refusedUri, WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { removeFetched, removeFetchedAfterFailure } from '../transfer/remove-fetched.ts'

export default jobType<Tools>(
  'ANALYZE',
  'Analysis of item.',
  [
    { number: 100, step: probeFile },
    { number: 300, step: measureMedia, after: [100] },
    { number: 400, step: registerMeasures, after: [300] },
    { number: 500, step: removeFetched, after: [400], critical: false },
    { number: 900, step: removeFetchedAfterFailure, cleanup: true },
  ],
  {
    parameters: [
      { key: 'sourceUri', required: true, description: 'URI of the file to analyze.' },
      {
        key: 'shapeId',
        required: false,
        description: 'The shape whose bulky metadata get the results. Set by requests on items.',
      },
      ...ANALYZE_PARAMETERS,
      WAIT_FOR_SOURCE,
    ],
    check,
  },
)

async function check(metadata: Metadata, tools: Tools): Promise<Refusal | undefined> {
  const measures = measuresOf(metadata)
  return 'refused' in measures ? measures : await refusedUri(metadata, tools)
}
