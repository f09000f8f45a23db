/** Describes the UsageDocument, the answer of `GET /usage`. */

import {
  type DocumentOf,
  document,
  element,
  float,
  integer,
  list,
  maybe,
  oneOf,
  shape,
  string,
} from '../document.ts'

const holder = shape({
  jobId: element(string, 'The id of the job.'),
  step: element(integer, 'The number of the step.'),
  node: element(string, 'The name of the node that runs it.'),
})

const slot = shape({
  host: element(string, 'The name of the host.'),
  category: element(string, 'The category of the slots, such as `cpu`.'),
  total: element(integer, 'Number of slots of this category.'),
  holder: list(holder, 'The steps that hold a slot, oldest first.'),
})

const storage = shape({
  id: element(string, 'The id of the storage, such as `VX-1`.'),
  name: element(string, 'The name of the storage.'),
  state: element(
    oneOf(['ONLINE', 'OFFLINE', 'SILENT']),
    'Whether this server can read it; SILENT if it did not answer in time.',
  ),
  capacity: maybe(float, 'Its total space, in bytes; absent unless it is ONLINE.'),
  free: maybe(float, 'Its free space, in bytes, at most a minute old; absent unless it is ONLINE.'),
})

export const UsageDocument = document(
  'UsageDocument',
  {
    slot: list(slot, 'The slots of the hosts whose nodes are alive.'),
    storage: list(storage, 'The storages.'),
  },
  { description: 'The slots and storages, and what is in use (Callsheet extension).' },
)
export type UsageDocument = DocumentOf<typeof UsageDocument>
