/** Describes the StorageDocument and its list, with the methods of a storage (wire-media.md §§1.2, 1.4). */

import {
  boolean,
  type DocumentOf,
  dateTime,
  document,
  integer,
  list,
  maybe,
  maybeList,
  oneOf,
  shape,
  string,
} from '../document.ts'
import { STORAGE_STATES, STORAGE_TYPES } from '../media.ts'
import { simpleMetadata } from './media-parts.ts'

const resourceTag = shape({
  key: maybe(string, 'A name.'),
  value: maybe(string, 'Its value.'),
  sourceName: maybe(string, 'Where it comes from.'),
  sourceType: maybe(string, 'What that is.'),
})

const method = shape({
  loc: maybe(string, 'Its own URL.'),
  id: maybe(string, 'Id of the method.'),
  uri: maybe(string, 'The root of the storage, with a slash at its end.'),
  bandwidth: maybe(integer, 'Bytes per second that transfers may take; 0: not limited.'),
  read: maybe(boolean, 'Whether files are read by it.'),
  write: maybe(boolean, 'Whether files are written by it.'),
  browse: maybe(boolean, 'Whether files are listed by it.'),
  lastSuccess: maybe(dateTime, 'When it last worked.'),
  lastFailure: maybe(dateTime, 'When it last failed.'),
  failureMessage: maybe(string, 'Why it failed.'),
  type: maybe(string, '`NONE`, or `AUTO` for access through the server.'),
  metadata: maybe(simpleMetadata, 'Keys and values.'),
  resourceTag: maybeList(resourceTag, 'Kept and given back.', { empty: 'omit' }),
})

const sequence = shape({
  regex: maybe(string, 'A regular expression for the names of its images.'),
  numGroup: maybe(integer, 'The group of it that is the number.'),
})

const storageFields = {
  id: maybe(string, 'Given by the server.'),
  state: maybe(oneOf(STORAGE_STATES), '`NONE`: in use. `OFFLINE`: no method works.'),
  priority: maybe(string, 'Of several files with the same content, one on the highest is read.'),
  type: maybe(oneOf(STORAGE_TYPES), 'Default `LOCAL`.'),
  capacity: maybe(integer, 'Bytes.'),
  freeCapacity: maybe(
    integer,
    'The capacity without the sizes of the known files; with `autoDetect` what is free.',
  ),
  bandwidth: maybe(integer, 'Bytes per second that transfers may take; 0: not limited.'),
  timestamp: maybe(dateTime, 'When its room was last looked at.'),
  method: maybeList(method, 'How to reach it.', { empty: 'omit' }),
  metadata: maybe(
    simpleMetadata,
    '`name`: its name. `excludefilter`: a regular expression of paths to leave out.',
  ),
  lowWatermark: maybe(integer, 'Bytes.'),
  highWatermark: maybe(integer, 'Bytes. No more files are put on a storage that holds more.'),
  lowWatermarkPercentage: maybe(integer, 'Of the capacity.'),
  highWatermarkPercentage: maybe(integer, 'Of the capacity.'),
  autoDetect: maybe(boolean, 'Whether capacity and room are those of the file system.'),
  bean: maybe(string, 'Kept and given back.'),
  showImportables: maybe(boolean, 'Whether its files are listed as importable.'),
  projection: maybe(string, 'Kept and given back.'),
  scanInterval: maybe(integer, 'Time between scans, s. Default 60; -1: scanned on request only.'),
  sequence: maybeList(sequence, 'Kept and given back.', { empty: 'omit' }),
  sequenceTimeout: maybe(integer, 'Kept and given back.'),
  archiveScript: maybe(string, 'Kept and given back.'),
  resourceTag: maybeList(resourceTag, 'Kept and given back.', { empty: 'omit' }),
} as const

export const StorageDocument = document('StorageDocument', storageFields, {
  description: 'A place where files are.',
})
export type StorageDocument = DocumentOf<typeof StorageDocument>

export const StorageListDocument = document(
  'StorageListDocument',
  {
    hits: maybe(integer, 'Number of storages.'),
    storage: list(shape(storageFields), 'The storages.', { empty: 'omit' }),
  },
  { description: 'Storages.' },
)
export type StorageListDocument = DocumentOf<typeof StorageListDocument>

export const StorageMethodListDocument = document(
  'StorageMethodListDocument',
  { method: list(method, 'The methods.', { empty: 'omit' }) },
  { description: 'The methods of a storage.' },
)
export type StorageMethodListDocument = DocumentOf<typeof StorageMethodListDocument>
export type StorageMethodPart = StorageMethodListDocument['method'][number]
