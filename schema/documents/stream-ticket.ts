/** Describes the StreamTicketDocument. */

import { type DocumentOf, document, element, string } from '../document.ts'

export const StreamTicketDocument = document(
  'StreamTicketDocument',
  { ticket: element(string, 'The value for `/stream?ticket=…`; valid once, within 30 seconds.') },
  { description: 'A ticket that opens the live stream (Callsheet extension).' },
)
export type StreamTicketDocument = DocumentOf<typeof StreamTicketDocument>
