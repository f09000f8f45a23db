/** Describes the PauseListDocument, the answer of `GET /job/pause`. */

import { type DocumentOf, dateTime, document, element, list, maybe, shape, string } from '../document.ts'

export const PauseListDocument = document(
  'PauseListDocument',
  {
    pause: list(
      shape({
        type: maybe(string, 'The paused job type; absent if the whole queue is paused.'),
        timestamp: element(dateTime, 'When it was paused.'),
        user: element(string, 'The user who paused it.'),
      }),
      'The pauses in effect.',
    ),
  },
  { description: 'The paused job types, and the queue if it is paused (Callsheet extension).' },
)
export type PauseListDocument = DocumentOf<typeof PauseListDocument>
