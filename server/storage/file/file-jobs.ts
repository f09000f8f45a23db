/** The operations that create jobs on a file of a storage (wire-media.md §1.5). */
import { JobDocument } from '../../../schema/documents/job.ts'
import { siteId } from '../../../schema/ids.ts'
import type { File } from '../../../schema/tables/file.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean, integerFrom, string } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { JOB, startWith } from '../../import/job-parameters.ts'
import { findStorage } from '../find-storage.ts'
import { placeFor } from './copy-place.ts'
import { atFile, findFile } from './file-places.ts'

const answer = {
  ...{ produces: JobDocument, plain: ({ jobId }: JobDocument) => jobId, idempotent: true as const },
} as const

/** What the job is told of its file. */
function ofFile({ id, uri }: File) {
  return { fileId: siteId(id), sourceUri: uri }
}

const storageOf = ({ storageId }: File) => siteId(Number(storageId))

const copyFile = operation({
  ...{ title: 'Copy or move a file to a storage', method: 'POST', ...atFile('/storage/:targetId') },
  role: '_file_write',
  description:
    'A copy becomes another file of the components that have the file. With `move=true`, the components get the new file ' +
    'instead, and the old one goes.',
  query: {
    ...JOB,
    move: parameter(boolean, false, 'Move the file rather than copy it.'),
    filename: parameter(
      string,
      undefined,
      'The path on the storage; its folders are created. If it is taken, the job fails. Default: the name of the file, ' +
        'with a number if that is taken.',
    ),
    useOriginalFilename: parameter(
      boolean,
      false,
      'Without `filename`: use the name that the content of the shape had when it was imported.',
    ),
    limitRate: parameter(
      integerFrom(1_000, 2_147_483_647),
      undefined,
      'Bandwidth of the transfer, bytes per second.',
    ),
  },
  ...answer,
}).answer(async (given) => {
  const { em, path, query, tools } = given
  const file = await findFile(em, path)
  const target = await findStorage(em, path.targetId)
  const { move, limitRate } = query
  return startWith(given, move ? 'MOVE_FILE' : 'COPY_FILE', async (tx) => ({
    ...ofFile(file),
    sourceStorageId: storageOf(file),
    ...(await placeFor({ em: tx, mediaRoots: tools.mediaRoots }, file, target.id, query)),
    ...(limitRate !== undefined && { limitRate: String(limitRate) }),
  }))
})

const deleteFile = operation({
  ...{ title: 'Delete a file', method: 'DELETE', ...atFile(''), role: '_file_write' },
  description: 'Deletes its bytes, too. `DELETE …/entity` only forgets it.',
  ...{ query: JOB, ...answer },
}).answer(async (given) => {
  const file = await findFile(given.em, given.path)
  return startWith(given, 'DELETE_FILE', async () => ({ ...ofFile(file), storageId: storageOf(file) }))
})

const analyses = [
  ['Analyze a file', '/analyze', 'FILE_ANALYZE', 'Describes its streams.'],
  [
    'Analyze an IMF package',
    '/analyze/imp',
    'IMF_ANALYZE',
    'The file is the ASSETMAP of the package: checks its files, their hashes and its compositions.',
  ],
] as const

const analyzeFile = analyses.map(([title, below, type, description]) =>
  operation({
    ...{ title, method: 'POST', ...atFile(below), role: '_file_write', description },
    ...{ query: JOB, ...answer },
  }).answer(async (given) => {
    const file = await findFile(given.em, given.path)
    return startWith(given, type, async () => ofFile(file))
  }),
)

export const FILE_JOB_OPERATIONS: readonly Operation[] = [copyFile, deleteFile, ...analyzeFile]
