import { type DocumentOf, document, element, list, shape, string } from '../document.ts'

export const VersionDocument = document(
  'VersionDocument',
  {
    component: list(
      shape({
        name: element(string, 'What it is, such as `API`.'),
        version: element(string, 'Its version.'),
      }),
      'The parts of the server.',
    ),
  },
  { description: 'Which versions are running.' },
)
export type VersionDocument = DocumentOf<typeof VersionDocument>
