import { jobType } from '../engine/declare/job-type.ts'
import { copyFile } from '../files/copy-file.ts'
import { COPY_STEP } from '../files/copy-plan.ts'
import { landFile } from '../files/land-file.ts'
import { registerFile } from '../files/register-file.ts'
import { removeCopy, removePartialCopy } from '../files/remove-leftovers.ts'
import { refusedUri, WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'

export default jobType<Tools>(
  'COPY_FILE',
  'Copy of file.',
  [
    { number: COPY_STEP, step: copyFile, transient: true },
    { number: 200, step: landFile, after: [COPY_STEP], transient: true },
    { number: 300, step: registerFile, after: [200] },
    { number: 400, step: removePartialCopy, after: [300], critical: false },
    { number: 900, step: removeCopy, cleanup: true },
  ],
  {
    parameters: [
      { key: 'sourceUri', required: true, description: 'The URI of the file to copy.' },
      {
        key: 'destinationUri',
        required: true,
        description:
          'The URI of the copy; or of the folder it goes to under its own name, when it ends with a slash or the folder exists. No file is ever overwritten.',
      },
      WAIT_FOR_SOURCE,
    ],
    check: refusedUri,
  },
)
