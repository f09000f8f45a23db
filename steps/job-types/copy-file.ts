/** The job type COPY_FILE: copies a file, verifies the copy and registers it. */

import { jobType } from '../engine/declare/job-type.ts'
import type { Parameter } from '../engine/declare/parameter.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { copyFile } from '../files/copy-file.ts'
import { COPY_STEP } from '../files/copy-plan.ts'
import { landFile } from '../files/land-file.ts'
import { forgetCopy, registerFile } from '../files/register-file.ts'
import { removeCopy, removePartialCopy } from '../files/remove-leftovers.ts'
import { PLACES_ON_STORAGES } from '../files/storage-parameters.ts'
import { WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { CHECKSUM_ALGORITHMS, LIMIT_RATE, refusedKeys } from '../transfer/parameters.ts'
import { refusedPlaces } from '../transfer/places.ts'

const PRESERVE: Parameter = {
  key: 'preserve',
  required: false,
  description:
    'Whether the copy keeps modification time and permissions of the source and, where the server may set them, owner and group; never setuid, setgid and sticky, extended attributes or access control lists. Only between `file:` URIs. Default `false`: those of a new file.',
  values: ['true', 'false'],
}

export default jobType<Tools>(
  'COPY_FILE',
  'Copy of file.',
  [
    { number: COPY_STEP, step: copyFile, transient: true },
    { number: 200, step: landFile, after: [COPY_STEP], transient: true },
    { number: 300, step: registerFile, after: [200] },
    { number: 400, step: removePartialCopy, after: [300], critical: false },
    { number: 900, step: removeCopy, cleanup: true },
    { number: 950, step: forgetCopy, cleanup: true },
  ],
  {
    parameters: [
      {
        key: 'sourceUri',
        required: true,
        description:
          'URI of the file to copy: `file:`, `http:`, `https:`, `s3:`, `ftp:`, `ftps:` or `sftp:`. Of a symbolic link, the content is copied.',
      },
      {
        key: 'destinationUri',
        required: true,
        description:
          'URI of the copy. If it ends with a slash or names an existing folder, the copy goes into that folder and keeps its name. Existing files are never overwritten.',
      },
      WAIT_FOR_SOURCE,
      PRESERVE,
      LIMIT_RATE,
      CHECKSUM_ALGORITHMS,
      ...PLACES_ON_STORAGES,
    ],
    check: async (metadata: Metadata, tools: Tools) =>
      refusedKeys(metadata, { isMove: false }) ?? refusedPlaces(metadata, tools, { remotely: true }),
  },
)
