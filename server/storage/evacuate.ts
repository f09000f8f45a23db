/** Empties a storage: asks for it, and takes it back (wire-media.md §1.1). */
import { tryAgain } from '../../schema/queries/media/storages/evacuations.ts'
import { StorageMethod, StorageRow } from '../../schema/tables/storage.ts'
import { conflict } from '../http/answer/fault.ts'
import { type Operation, operation } from '../http/operation.ts'
import { findStorage } from './find-storage.ts'

const path = '/storage/:storageId/evacuate'

const evacuate = operation({
  ...{ title: 'Evacuate a storage', method: 'PUT', path, role: '_storage_write' },
  description:
    'Moves its files to other storages, by a job of type MOVE_FILE each: the storage is EVACUATING, and EVACUATED when it has ' +
    'none left. Asked for again, it tries the files again whose job has failed. New files do not go to such a storage.',
}).answer(async ({ em, user, path: { storageId } }) => {
  await em.transactional(async (tx) => {
    const row = await findStorage(tx, storageId)
    if ((await otherStorages(tx, row.id)) === 0)
      throw conflict('storage', storageId, 'there is no other storage that takes files')
    Object.assign(row, { state: 'EVACUATING', evacuatedBy: user.name })
    await tx.flush()
    await tryAgain(tx, row.id)
  })
  return undefined
})

/** How many storages can get the files. */
async function otherStorages(em: Parameters<typeof findStorage>[0], id: number): Promise<number> {
  const writable = await em.find(StorageMethod, { write: true, uri: { $like: 'file:%' } })
  const ids = writable.map(({ storageId }) => storageId).filter((one) => one !== id)
  return em.count(StorageRow, { id: { $in: ids }, type: 'LOCAL', state: { $in: ['NONE', 'READY'] } })
}

const cancel = operation({
  ...{ title: 'Cancel the evacuation of a storage', method: 'DELETE', path, role: '_storage_write' },
  description:
    'The storage takes files again. No more jobs are created; those that exist go on, and files that were moved stay there.',
}).answer(async ({ em, path: { storageId } }) => {
  const row = await findStorage(em, storageId)
  if (row.state === 'EVACUATING' || row.state === 'EVACUATED')
    Object.assign(row, { state: 'NONE', evacuatedBy: null })
  await em.flush()
  return undefined
})

export const EVACUATION_OPERATIONS: readonly Operation[] = [evacuate, cancel]
