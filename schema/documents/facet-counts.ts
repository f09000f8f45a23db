/** Describes the counts of a search by the values of a field. */

import { attribute, content, element, integer, list, maybeAttribute, shape, string } from '../document.ts'

export const facetCounts = shape({
  field: element(string, 'The counted field.'),
  count: list(
    shape({
      value: content(integer, 'How many items have this value.'),
      fieldValue: attribute(string, 'The value.'),
    }),
    'The counts, highest first.',
  ),
  name: maybeAttribute(string, 'The name of the facet in the request.'),
})
