/** Describes the ExternalIdentifierListDocument (wire-media.md §2.3). */

import { type DocumentOf, document, element, list, maybe, shape, string } from '../document.ts'

export const externalId = shape({
  entityId: element(string, 'The id here.'),
  entityType: element(string, 'Of what it is an id: `Item`.'),
  namespace: maybe(string, 'A namespace that the client chose.'),
  externalId: element(string, 'The id in the other system. It can stand wherever the id here can.'),
})

export const ExternalIdentifierListDocument = document(
  'ExternalIdentifierListDocument',
  { id: list(externalId, 'The external ids, oldest first.', { empty: 'omit' }) },
  { description: 'Ids of other systems.' },
)
export type ExternalIdentifierListDocument = DocumentOf<typeof ExternalIdentifierListDocument>
