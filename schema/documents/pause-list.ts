import { type DocumentOf, dateTime, document, element, list, maybe, shape, string } from '../document.ts'

export const PauseListDocument = document(
  'PauseListDocument',
  {
    pause: list(
      shape({
        type: maybe(string, 'The job type of which nothing starts; absent for the whole queue.'),
        timestamp: element(dateTime, 'Since when.'),
        user: element(string, 'Who has paused it.'),
      }),
      'Everything that is paused.',
    ),
  },
  { description: 'What starts nothing for now (ours).' },
)
export type PauseListDocument = DocumentOf<typeof PauseListDocument>
