/** All operations on storages, their methods and their files. */
import type { Operation } from '../http/operation.ts'
import { EVACUATION_OPERATIONS } from './evacuate.ts'
import { downloadFile } from './file/file-data.ts'
import { FILE_JOB_OPERATIONS } from './file/file-jobs.ts'
import { findFile } from './file/file-places.ts'
import { LINK_OPERATIONS } from './file/links.ts'
import { FILE_LISTS } from './file/list-files.ts'
import { FILE_OPERATIONS } from './file/one-file.ts'
import { registerAFile } from './file/register-file.ts'
import { findMethod, findStorage } from './find-storage.ts'
import { keyValueOperations } from './key-values.ts'
import { METHOD_OPERATIONS } from './methods.ts'
import { OF_STORAGES } from './storages.ts'

export const STORAGE_OPERATIONS: readonly Operation[] = [
  ...OF_STORAGES,
  ...METHOD_OPERATIONS,
  ...EVACUATION_OPERATIONS,
  ...FILE_LISTS,
  registerAFile,
  ...FILE_OPERATIONS,
  downloadFile,
  ...FILE_JOB_OPERATIONS,
  ...LINK_OPERATIONS,
  ...keyValueOperations({
    ...{ of: 'a storage', path: '/storage/:storageId', read: '_storage_read', write: '_storage_write' },
    find: ({ em, path: { storageId = '' } }) => findStorage(em, storageId),
  }),
  ...keyValueOperations({
    ...{ of: 'a method', path: '/storage/:storageId/method/:methodId' },
    ...{ read: '_storage_read', write: '_storage_write' },
    find: async ({ em, path: { storageId = '', methodId = '' } }) =>
      findMethod(em, (await findStorage(em, storageId)).id, methodId),
  }),
  ...keyValueOperations({
    ...{ of: 'a file', path: '/storage/file/:fileId', read: '_file_read', write: '_file_write' },
    find: ({ em, path }) => findFile(em, path),
  }),
]
