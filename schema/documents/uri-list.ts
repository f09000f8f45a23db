/** Describes the URIListDocument. */

import { type DocumentOf, document, integer, list, maybe, string } from '../document.ts'

export const URIListDocument = document(
  'URIListDocument',
  {
    hits: maybe(integer, 'Total number of entries; most lists omit it.'),
    uri: list(string, 'A URI, or a name: `GET /jobtype` lists names.', { empty: 'omit' }),
  },
  { description: 'A list of URIs or names.' },
)
export type URIListDocument = DocumentOf<typeof URIListDocument>
