/** The job type IMF_ANALYZE: checks an IMF package, its files, and its compositions. */

import { jobType } from '../engine/declare/job-type.ts'
import { FILE_ON_STORAGE } from '../files/storage-parameters.ts'
import { checkAssets } from '../imf/check-assets.ts'
import { readPackage } from '../imf/read-package.ts'
import { checkPackage, registerPackage } from '../imf/register-package.ts'
import { refusedUri, WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'

export default jobType<Tools>(
  'IMF_ANALYZE',
  'Analysis of IMF package.',
  [
    { number: 100, step: readPackage },
    { number: 200, step: checkAssets, after: [100] },
    { number: 300, step: registerPackage, after: [200] },
    { number: 400, step: checkPackage, after: [300], critical: false },
  ],
  {
    parameters: [
      {
        key: 'sourceUri',
        required: true,
        description:
          'URI of the ASSETMAP of the package, or of its folder. If something is wrong with the package, the job ends in FINISHED_WARNING, and says what in `result`.',
      },
      {
        key: 'checkHashes',
        required: false,
        description:
          'Whether the files are read to compare their hashes with those of the packing lists. Default `true`.',
        values: ['true', 'false'],
      },
      FILE_ON_STORAGE,
      WAIT_FOR_SOURCE,
    ],
    check: refusedUri,
  },
)
