/** The job type EXPORT: writes a file to another storage, whole or not at all. */

import { jobType } from '../engine/declare/job-type.ts'
import type { Invalid } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { removeUnfinishedExport, setUpExport, transferContent } from '../transfer/export.ts'
import {
  readExportedMetadata,
  refusedSidecar,
  WITH_METADATA,
  writeExportedMetadata,
} from '../transfer/export-metadata.ts'
import { EXPORT_STEP, exportsOf, FURTHER_EXPORTS } from '../transfer/export-plan.ts'
import { CHECKSUM_ALGORITHMS, LIMIT_RATE } from '../transfer/parameters.ts'
import { refusedPlaces } from '../transfer/places.ts'

export default jobType<Tools>(
  'EXPORT',
  'Export of item.',
  [
    { number: 100, step: setUpExport },
    { number: EXPORT_STEP, step: transferContent, after: [100] },
    { number: 300, step: readExportedMetadata, after: [EXPORT_STEP] },
    { number: 400, step: writeExportedMetadata, after: [300] },
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
      FURTHER_EXPORTS,
      WITH_METADATA,
      LIMIT_RATE,
      CHECKSUM_ALGORITHMS,
    ],
    check,
  },
)

async function check(metadata: Metadata, tools: Tools): Promise<Invalid | undefined> {
  for (const [at, one] of exportsOf(metadata).entries()) {
    const refused = await refusedPlaces(one, tools, { remotely: true })
    if (refused) return at === 0 ? refused : { ...refused, key: FURTHER_EXPORTS.key }
  }
  return refusedSidecar(metadata)
}
