/** Describes the BulkyMetadataDocument, what an analysis has found in a shape (wire-media.md §5.2). */

import {
  anything,
  type DocumentOf,
  document,
  element,
  integer,
  list,
  maybe,
  shape,
  string,
} from '../document.ts'

const field = shape({
  key: element(string, 'What was found, such as `black`.'),
  value: maybe(string, 'What was measured, if it is more than a time.'),
  maps: maybe(anything, 'Values with parts, of other systems.'),
  start: maybe(string, 'Where it starts, as a time code; absent for what is true of the whole shape.'),
  end: maybe(string, 'Where it ends.'),
  stream: maybe(integer, 'Index of the stream in its file.'),
  channel: maybe(integer, 'The channel, from 0.'),
  itemTrack: maybe(string, 'The track, such as `V1`.'),
})

export const BulkyMetadataDocument = document(
  'BulkyMetadataDocument',
  {
    field: list(field, 'What was found, in the order of keys, then of time.', { empty: 'omit' }),
    id: maybe(string, 'The shape.'),
  },
  { description: 'What an analysis has found in a shape.' },
)
export type BulkyMetadataDocument = DocumentOf<typeof BulkyMetadataDocument>
