/** The job type MOVE_FILE: moves a file, also to another file system. */

import { jobType } from '../engine/declare/job-type.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { COPY_STEP } from '../files/copy-plan.ts'
import { deleteSource } from '../files/delete-source.ts'
import { landFile } from '../files/land-file.ts'
import { moveFile } from '../files/move-file.ts'
import { forgetCopy, registerMove } from '../files/register-file.ts'
import { removeMove, removePartialMove } from '../files/remove-leftovers.ts'
import { PLACES_ON_STORAGES } from '../files/storage-parameters.ts'
import { WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { CHECKSUM_ALGORITHMS, LIMIT_RATE, refusedKeys } from '../transfer/parameters.ts'
import { refusedPlaces } from '../transfer/places.ts'

export default jobType<Tools>(
  'MOVE_FILE',
  'Move of file.',
  [
    { number: COPY_STEP, step: moveFile, transient: true },
    { number: 200, step: landFile, after: [COPY_STEP], transient: true },
    { number: 300, step: deleteSource, after: [200] },
    { number: 400, step: registerMove, after: [300] },
    { number: 500, step: removePartialMove, after: [400], critical: false },
    { number: 900, step: removeMove, cleanup: true },
    { number: 950, step: forgetCopy, cleanup: true },
  ],
  {
    parameters: [
      {
        key: 'sourceUri',
        required: true,
        description:
          'URI of the file to move, of any scheme that COPY_FILE takes. A symbolic link is refused.',
      },
      {
        key: 'destinationUri',
        required: true,
        description:
          'New URI of the file. If it ends with a slash or names an existing folder, the file goes into that folder and keeps its name. Existing files are never overwritten. On another file system, modification time, permissions and, where the server may set them, owner and group are kept.',
      },
      WAIT_FOR_SOURCE,
      LIMIT_RATE,
      CHECKSUM_ALGORITHMS,
      ...PLACES_ON_STORAGES,
    ],
    check: async (metadata: Metadata, tools: Tools) =>
      refusedKeys(metadata, { isMove: true }) ?? refusedPlaces(metadata, tools, { remotely: true }),
  },
)
