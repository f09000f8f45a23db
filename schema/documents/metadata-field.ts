/** Describes the documents of the fields of metadata and their groups. */

import {
  anything,
  type DocumentOf,
  document,
  element,
  list,
  maybe,
  maybeAttribute,
  oneOf,
  shape,
  string,
} from '../document.ts'
import { keyValue } from './key-value.ts'

/** The types of the documentation. A type ending says how a field is searched there; here all are alike. */
export const METADATA_FIELD_TYPES = [
  ...['string', 'string-exact', 'string-noindex', 'string-exact-noindex'],
  ...['integer', 'integer-noindex', 'long', 'float', 'float-noindex'],
  ...['date', 'date-noindex', 'boolean', 'timecode'],
] as const

const field = {
  name: maybe(string, 'Its name. In a request the path has it.'),
  type: maybe(oneOf(METADATA_FIELD_TYPES), 'The type of its values. Default: string.'),
  defaultValue: maybe(string, 'The value that `defaultValue=true` gives an item that has none.'),
  stringRestriction: maybe(anything, 'Kept and given back.'),
  integerRestriction: maybe(anything, 'Kept and given back.'),
  floatRestriction: maybe(anything, 'Kept and given back.'),
  data: list(keyValue, 'Kept and given back: labels and other data of user interfaces.', { empty: 'omit' }),
  origin: maybe(string, 'The site. Set by the server.'),
}

export const MetadataFieldDocument = document('MetadataFieldDocument', field, {
  description: 'A field of metadata.',
})
export type MetadataFieldDocument = DocumentOf<typeof MetadataFieldDocument>

export const MetadataFieldListDocument = document(
  'MetadataFieldListDocument',
  { field: list(shape(field), 'The fields, by name.', { empty: 'omit' }) },
  { description: 'Fields of metadata.' },
)
export type MetadataFieldListDocument = DocumentOf<typeof MetadataFieldListDocument>

const groupMembers = {
  name: maybe(string, 'The name of the group. In a request the path has it.'),
  schema: maybe(
    shape({
      min: maybeAttribute(string, 'Kept and given back.'),
      max: maybeAttribute(string, 'Kept and given back.'),
      name: maybeAttribute(string, 'Kept and given back.'),
    }),
    'How often the group can occur.',
  ),
  data: list(keyValue, 'Kept and given back.', { empty: 'omit' }),
  field: list(
    shape({
      name: element(string, 'The name of a field.'),
      data: list(keyValue, 'Kept and given back.', { empty: 'omit' }),
    }),
    'Its fields.',
    {
      empty: 'omit',
    },
  ),
  group: list(shape({ name: element(string, 'The name of a group.') }), 'Groups within it.', {
    empty: 'omit',
  }),
  origin: maybe(string, 'The site. Set by the server.'),
}

export const MetadataFieldGroupDocument = document('MetadataFieldGroupDocument', groupMembers, {
  description: 'A group of fields.',
})
export type MetadataFieldGroupDocument = DocumentOf<typeof MetadataFieldGroupDocument>

export const MetadataFieldGroupListDocument = document(
  'MetadataFieldGroupListDocument',
  { group: list(shape(groupMembers), 'The groups, by name.', { empty: 'omit' }) },
  { description: 'Groups of fields.' },
)
export type MetadataFieldGroupListDocument = DocumentOf<typeof MetadataFieldGroupListDocument>
