import { type DocumentOf, document, element, string } from '../document.ts'

export const StreamTicketDocument = document(
  'StreamTicketDocument',
  { ticket: element(string, 'Goes into `/stream?ticket=…`, once, within 30 seconds.') },
  { description: 'What opens the live stream (ours).' },
)
export type StreamTicketDocument = DocumentOf<typeof StreamTicketDocument>
