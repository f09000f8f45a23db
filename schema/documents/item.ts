/** Describes the documents of items (wire-media.md §2.3). */

import {
  anything,
  type DocumentOf,
  dateTime,
  document,
  element,
  integer,
  list,
  maybe,
  maybeAttribute,
  maybeList,
  shape,
  string,
} from '../document.ts'
import { externalId } from './external-id.ts'
import { facetCounts } from './facet-counts.ts'
import { metadata } from './metadata.ts'
import { shapeFields } from './shape.ts'

const uris = shape({ uri: list(string, 'URIs.', { empty: 'omit' }) })

export const item = shape({
  metadata: maybe(metadata, 'With `content=metadata`.'),
  thumbnails: maybe(uris, 'With `content=thumbnail`.'),
  posters: maybe(uris, 'With `content=poster`.'),
  files: maybe(uris, 'With `content=uri`: where its containers are.'),
  terse: maybe(anything, 'With `content=metadata` and `terse=yes`: the values by field.'),
  shape: maybeList(shape(shapeFields), 'With `content=shape`.', { empty: 'omit' }),
  'merged-access': maybe(
    shape({ access: list(string, 'Always empty.', { empty: 'omit' }) }),
    'With `content=merged-access`.',
  ),
  externalId: maybeList(externalId, 'With `content=external`.', { empty: 'omit' }),
  id: maybeAttribute(string, 'The id of the item.'),
  start: maybeAttribute(string, 'In answers to searches: `-INF`.'),
  end: maybeAttribute(string, 'In answers to searches: `+INF`.'),
})

export const ItemDocument = document('ItemDocument', item.fields, {
  description: 'An item: what it has besides its id is chosen with `content`.',
})
export type ItemDocument = DocumentOf<typeof ItemDocument>

export const ItemListDocument = document(
  'ItemListDocument',
  {
    hits: maybe(integer, 'How many items match, before paging.'),
    item: list(item, 'The items of this page.', { empty: 'omit' }),
    facet: maybeList(facetCounts, 'The requested facets.', { empty: 'omit' }),
    nextCursor: maybe(string, 'With `cursor`: the cursor of the next page; absent on the last one.'),
  },
  { description: 'A page of items, and counts of all matching items.' },
)
export type ItemListDocument = DocumentOf<typeof ItemListDocument>

export const SearchResultDocument = document(
  'SearchResultDocument',
  {
    hits: maybe(integer, 'How many items match, before paging.'),
    suggestion: list(string, 'Always empty.'),
    autocomplete: list(string, 'Always empty.'),
    entry: list(
      shape({
        item: maybe(item, 'The item.'),
        start: maybeAttribute(string, '`-INF`.'),
        end: maybeAttribute(string, '`+INF`.'),
        type: maybeAttribute(string, '`Item`.'),
        id: maybeAttribute(string, 'The id of the item.'),
      }),
      'What was found.',
    ),
    facet: list(facetCounts, 'The requested facets.'),
    nextCursor: maybe(string, 'With `cursor`: the cursor of the next page; absent on the last one.'),
  },
  { description: 'A page of what a search found.' },
)
export type SearchResultDocument = DocumentOf<typeof SearchResultDocument>

export const ReindexRequestDocument = document(
  'ReindexRequestDocument',
  {
    index: element(string, 'What is indexed: `item`.'),
    priority: element(integer, 'Always 500.'),
    status: element(string, '`IN_QUEUE` when it was requested, otherwise `FINISHED`.'),
    start: maybe(dateTime, 'When it was requested.'),
  },
  { description: 'The state of an index.' },
)
export type ReindexRequestDocument = DocumentOf<typeof ReindexRequestDocument>
