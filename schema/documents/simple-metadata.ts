/** Describes the SimpleMetadataDocument. */

import { type DocumentOf, document, list } from '../document.ts'
import { keyValue } from './key-value.ts'

export const SimpleMetadataDocument = document(
  'SimpleMetadataDocument',
  { field: list(keyValue, 'The keys and their values, in the order given.') },
  { description: 'Keys and values: the metadata that a job is created with, and the body of notifications.' },
)
export type SimpleMetadataDocument = DocumentOf<typeof SimpleMetadataDocument>
