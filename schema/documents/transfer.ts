/** Describes uploads in chunks as transfers (wire-media.md §3.3). */

import { type DocumentOf, document, integer, list, maybe, oneOf, shape, string } from '../document.ts'

const transfer = shape({
  name: maybe(string, 'Its id, which the client chose.'),
  state: maybe(oneOf(['TRANSFERRING', 'FINISHED']), 'FINISHED: it has become a file.'),
  priority: maybe(integer, 'The `transferPriority` that the client gave it.'),
  transferred: maybe(integer, 'Bytes that have come.'),
  fileId: maybe(string, 'The file that it has become.'),
  filename: maybe(string, 'The name that the client gave it (Callsheet extension).'),
  size: maybe(integer, 'Bytes of the whole (Callsheet extension).'),
})

export const TransferDocument = document('TransferDocument', transfer.fields, {
  description: 'An upload in chunks. One that nothing was added to for a day is dropped.',
})
export type TransferDocument = DocumentOf<typeof TransferDocument>

export const TransferListDocument = document(
  'TransferListDocument',
  { transfer: list(transfer, 'The transfers.', { empty: 'omit' }) },
  { description: 'Uploads in chunks.' },
)
export type TransferListDocument = DocumentOf<typeof TransferListDocument>
