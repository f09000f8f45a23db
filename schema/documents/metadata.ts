/** Describes the documents of metadata (wire-media.md §2.4). */

import {
  content,
  type DocumentOf,
  dateTime,
  document,
  element,
  itself,
  list,
  maybe,
  maybeAttribute,
  oneOf,
  type ShapeOf,
  shape,
  string,
} from '../document.ts'

/** How a part of a request changes what there is. Default: it replaces the values of its field. */
const MODES = ['add', 'remove'] as const

const stamp = {
  uuid: maybeAttribute(string, 'Identifies this part. Generated fields have none.'),
  user: maybeAttribute(string, 'Who wrote it.'),
  timestamp: maybeAttribute(dateTime, 'When it was written.'),
  change: maybeAttribute(string, 'The change that it came with.'),
  mode: maybeAttribute(oneOf(MODES), 'In a request: add to what there is, or remove from it.'),
}

const value = shape({
  value: content(string, 'The value. Numbers are kept as their text.'),
  ...stamp,
  lang: maybeAttribute(string, 'Its language.'),
})

const field = shape({
  name: element(string, 'The name of the field.'),
  type: maybe(string, 'Its type, with `include=type`.'),
  value: list(value, 'The values. In a request: none removes the field.'),
  ...stamp,
  track: maybeAttribute(string, 'The track that it is about, such as `A1`.'),
})

const group = shape({
  name: element(string, 'The name of the group.'),
  field: list(field, 'Its fields.'),
  group: list(itself, 'Groups within it.'),
  ...stamp,
})

const timespan = shape({
  field: list(field, 'The fields.'),
  group: list(group, 'Groups of fields.'),
  start: maybeAttribute(string, 'Where it begins: a time code, or `-INF` (default).'),
  end: maybeAttribute(string, 'Where it ends: a time code, or `+INF` (default).'),
})

export const metadata = shape({
  revision: maybe(string, 'The changes that the metadata come from, separated by commas.'),
  group: list(string, 'The field group of the item.', { empty: 'omit' }),
  timespan: list(timespan, 'Metadata of the whole item, or of a part of its time.'),
})
export type FieldPart = ShapeOf<typeof field.fields>
export type GroupPart = ShapeOf<typeof group.fields>
export type TimespanPart = ShapeOf<typeof timespan.fields>

export const MetadataDocument = document('MetadataDocument', metadata.fields, {
  description: 'Fields and groups of fields, by timespan.',
})
export type MetadataDocument = DocumentOf<typeof MetadataDocument>

export const MetadataListDocument = document(
  'MetadataListDocument',
  {
    item: list(
      shape({
        metadata: maybe(metadata, 'Its metadata.'),
        id: maybeAttribute(string, 'The id of the item. The answer to a change has none.'),
      }),
      'The items.',
    ),
  },
  { description: 'The metadata of items.' },
)
export type MetadataListDocument = DocumentOf<typeof MetadataListDocument>

export const MetadataChangeSetDocument = document(
  'MetadataChangeSetDocument',
  {
    changeSet: list(
      shape({
        id: element(string, 'The id of the change.'),
        metadata: maybe(metadata, 'What it wrote, added and removed.'),
      }),
      'The changes, oldest first.',
      { empty: 'omit' },
    ),
  },
  { description: 'The changes of the metadata of an item.' },
)
export type MetadataChangeSetDocument = DocumentOf<typeof MetadataChangeSetDocument>

/** One part of the metadata, by its `uuid`. */
export const MetadataEntryDocument = document(
  'MetadataEntryDocument',
  {
    field: maybe(field, 'A field.'),
    group: maybe(group, 'A group.'),
    value: maybe(value, 'A value of a field.'),
  },
  { description: 'One field, group or value of the metadata: exactly one of the three.' },
)
export type MetadataEntryDocument = DocumentOf<typeof MetadataEntryDocument>
