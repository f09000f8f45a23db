/** Describes the ExportLocationDocument and the list of them (wire-media.md §5.3). */

import { type DocumentOf, document, list, maybe, maybeList, shape, string } from '../document.ts'
import { simpleMetadata } from './media-parts.ts'

const locationFields = {
  name: maybe(string, 'Its name. In a PUT, that of the path counts.'),
  uri: maybe(string, 'The folder that files are exported to. Required in a PUT.'),
  uriList: maybeList(string, 'More folders: every file goes to each.', { empty: 'omit' }),
  projection: maybe(string, 'Refused: there are no projections.'),
  tag: maybeList(string, 'The tags of the shapes to export, if a request names none.', { empty: 'omit' }),
  script: maybe(string, 'Refused: exports run no scripts.'),
  metadata: maybe(simpleMetadata, 'Keys and values for clients.'),
} as const

export const ExportLocationDocument = document('ExportLocationDocument', locationFields, {
  description: 'A place that exports can name.',
})
export type ExportLocationDocument = DocumentOf<typeof ExportLocationDocument>

export const ExportLocationListDocument = document(
  'ExportLocationListDocument',
  { exportLocation: list(shape(locationFields), 'The locations, by name.', { empty: 'omit' }) },
  { description: 'The places that exports can name.' },
)
export type ExportLocationListDocument = DocumentOf<typeof ExportLocationListDocument>
