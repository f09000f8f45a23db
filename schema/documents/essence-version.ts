/** Describes the documents of essence versions (wire-media.md §4.1). */

import {
  type DocumentOf,
  dateTime,
  document,
  element,
  integer,
  list,
  maybe,
  shape,
  string,
} from '../document.ts'
import { shapeFields } from './shape.ts'

export const EssenceVersionListDocument = document(
  'EssenceVersionListDocument',
  {
    version: list(
      shape({
        id: element(integer, 'The number of the version, from 0.'),
        uri: element(string, 'Where it is described.'),
        created: maybe(dateTime, 'When its first shape was created.'),
      }),
      'The versions, the oldest first.',
      { empty: 'omit' },
    ),
  },
  { description: 'The versions of the essence of an item.' },
)
export type EssenceVersionListDocument = DocumentOf<typeof EssenceVersionListDocument>

export const EssenceVersionDocument = document(
  'EssenceVersionDocument',
  {
    created: maybe(dateTime, 'When its first shape was created.'),
    shape: list(shape(shapeFields), 'Its shapes.', { empty: 'omit' }),
  },
  { description: 'A version of the essence of an item.' },
)
export type EssenceVersionDocument = DocumentOf<typeof EssenceVersionDocument>
