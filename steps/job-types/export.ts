/** The job type EXPORT: writes a file to another storage, whole or not at all. */

import { jobType } from '../engine/declare/job-type.ts'
import { WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { removeUnfinishedExport, setUpExport, transferContent } from '../transfer/export.ts'
import { EXPORT_STEP } from '../transfer/export-plan.ts'
import { CHECKSUM_ALGORITHMS, LIMIT_RATE } from '../transfer/parameters.ts'
import { refusedPlaces } from '../transfer/places.ts'

export default jobType<Tools>(
  'EXPORT',
  'Export of item.',
  [
    { number: 100, step: setUpExport },
    { number: EXPORT_STEP, step: transferContent, after: [100] },
    { number: 900, step: removeUnfinishedExport, cleanup: true },
  ],
  {
    parameters: [
      {
        key: 'sourceUri',
        required: true,
        description:
          'URI of the file to export: `file:`, `http:`, `https:`, `s3:`, `ftp:`, `ftps:` or `sftp:`.',
      },
      {
        key: 'destinationUri',
        required: true,
        description:
          'URI of the exported file, of the same schemes; `http:` and `https:` by PUT. If it ends with a slash, or names an existing local folder, the file goes into that folder and keeps its name. An existing file is overwritten: the new one takes its place once it is whole, except over `http:`, which is for the server to decide.',
      },
      WAIT_FOR_SOURCE,
      LIMIT_RATE,
      CHECKSUM_ALGORITHMS,
    ],
    check: (metadata, tools) => refusedPlaces(metadata, tools, { remotely: true }),
  },
)
