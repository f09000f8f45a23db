/** The metadata keys of jobs on files of storages: the server sets them (wire-media.md §8.1). */
import type { Parameter } from '../engine/declare/parameter.ts'

export const FILE_ON_STORAGE: Parameter = {
  key: 'fileId',
  required: false,
  description: 'The file on a storage that `sourceUri` is.',
}

export const PLACES_ON_STORAGES: readonly Parameter[] = [
  FILE_ON_STORAGE,
  { key: 'sourceStorageId', required: false, description: 'The storage of that file.' },
  { key: 'destinationStorageId', required: false, description: 'The storage of the new file.' },
  { key: 'destinationFileId', required: false, description: 'The new file.' },
]
