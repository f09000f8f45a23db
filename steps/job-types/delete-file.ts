/** The job type DELETE_FILE: deletes a file and its entry in the file table. */

import { jobType } from '../engine/declare/job-type.ts'
import { deleteFile } from '../files/delete-file.ts'
import { unregisterFile } from '../files/register-file.ts'
import { FILE_ON_STORAGE } from '../files/storage-parameters.ts'
import type { Tools } from '../tools.ts'
import { refusedPlaces } from '../transfer/places.ts'

export default jobType<Tools>(
  'DELETE_FILE',
  'Deletion of file.',
  [
    { number: 100, step: deleteFile },
    { number: 200, step: unregisterFile, after: [100] },
  ],
  {
    parameters: [
      {
        key: 'sourceUri',
        required: true,
        description:
          'URI of the file to delete, of any scheme that COPY_FILE takes. The job also succeeds if the file does not exist.',
      },
      FILE_ON_STORAGE,
      { key: 'storageId', required: false, description: 'The storage of the file.' },
    ],
    check: (metadata, tools) => refusedPlaces(metadata, tools, { remotely: true }),
  },
)
