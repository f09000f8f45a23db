/** The job type FILE_ANALYZE: describes the streams of a media file. */

import { registerAnalysis } from '../analysis/register-analysis.ts'
import { jobType } from '../engine/declare/job-type.ts'
import { FILE_ON_STORAGE } from '../files/storage-parameters.ts'
import { probeFile } from '../source/probe-file.ts'
import { refusedUri, WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { removeFetched, removeFetchedAfterFailure } from '../transfer/remove-fetched.ts'

export default jobType<Tools>(
  'FILE_ANALYZE',
  'Analysis of file.',
  [
    { number: 100, step: probeFile },
    { number: 200, step: registerAnalysis, after: [100] },
    { number: 300, step: removeFetched, after: [200], critical: false },
    { number: 900, step: removeFetchedAfterFailure, cleanup: true },
  ],
  {
    parameters: [
      { key: 'sourceUri', required: true, description: 'URI of the file to analyze.' },
      FILE_ON_STORAGE,
      WAIT_FOR_SOURCE,
    ],
    check: refusedUri,
  },
)
