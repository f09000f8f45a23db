/** Describes the VersionDocument. */

import { type DocumentOf, document, element, list, shape, string } from '../document.ts'

export const VersionDocument = document(
  'VersionDocument',
  {
    component: list(
      shape({
        name: element(string, 'The name of the component, such as `API`.'),
        version: element(string, 'Its version.'),
      }),
      'The components of the server.',
    ),
  },
  { description: 'The versions of the running server.' },
)
export type VersionDocument = DocumentOf<typeof VersionDocument>
