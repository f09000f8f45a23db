/** Describes the documents of `/configuration/properties`. */

import { type DocumentOf, document, element, list, maybe, shape, string } from '../document.ts'

export const ConfigurationPropertyDocument = document(
  'ConfigurationPropertyDocument',
  {
    key: maybe(string, 'The name of the property. Where the path names it, a request may omit it.'),
    value: element(string, 'Its value.'),
  },
  { description: 'A configuration property.' },
)
export type ConfigurationPropertyDocument = DocumentOf<typeof ConfigurationPropertyDocument>

export const ConfigurationPropertyListDocument = document(
  'ConfigurationPropertyListDocument',
  {
    property: list(
      shape({ key: element(string, 'The name of the property.'), value: element(string, 'Its value.') }),
      'All properties that exist.',
    ),
  },
  { description: 'The configuration properties.' },
)
export type ConfigurationPropertyListDocument = DocumentOf<typeof ConfigurationPropertyListDocument>
