/** Describes the documents of collections (wire-media.md §2.7). */

import { type DocumentOf, document, integer, list, maybe, maybeList, shape, string } from '../document.ts'
import { metadata } from './metadata.ts'

const collection = {
  loc: maybe(string, 'The URL of the collection. Ignored in a request.'),
  id: maybe(string, 'Its id. Ignored in a request.'),
  name: maybe(string, 'Its name.'),
  content: maybeList(
    shape({
      id: maybe(string, 'The id of what is in it.'),
      uri: maybe(string, 'Its URL.'),
      type: maybe(string, '`item`, `collection` or `library`.'),
    }),
    'What is in it, in the order in which it was added. Lists of collections leave it out.',
    { empty: 'omit' },
  ),
  metadata: maybe(metadata, 'With `content=metadata`.'),
}

export const CollectionDocument = document('CollectionDocument', collection, {
  description: 'A collection of items and other collections.',
})
export type CollectionDocument = DocumentOf<typeof CollectionDocument>

export const CollectionListDocument = document(
  'CollectionListDocument',
  {
    hits: maybe(integer, 'How many there are, before paging.'),
    collection: list(shape(collection), 'The collections, the newest first.', { empty: 'omit' }),
  },
  { description: 'Collections.' },
)
export type CollectionListDocument = DocumentOf<typeof CollectionListDocument>
