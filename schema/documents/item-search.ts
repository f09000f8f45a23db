/** Describes the ItemSearchDocument, the body of searches for items (wire-media.md §2.6). */

import {
  anything,
  boolean,
  content,
  type DocumentOf,
  document,
  element,
  integer,
  itself,
  list,
  maybe,
  maybeAttribute,
  oneOf,
  type ShapeOf,
  shape,
  string,
} from '../document.ts'

const text = shape({
  value: content(
    string,
    'Words; an item must contain all of them. `"` encloses a phrase, and `*` stands for anything.',
  ),
})

const value = shape({
  value: content(
    string,
    'Compared by words for a field of type `string`, in its case for `string-exact`; `*` stands for anything.',
  ),
})

const range = shape({
  value: list(
    shape({
      value: content(string, 'A bound.'),
      minimum: maybeAttribute(boolean, 'Whether it is the lower bound. Default: the first one is.'),
      maximum: maybeAttribute(boolean, 'Whether it is the upper bound. Default: the second one is.'),
    }),
    'The bounds, both included.',
  ),
  exclusiveMinimum: maybeAttribute(boolean, 'Whether the lower bound is not included.'),
  exclusiveMaximum: maybeAttribute(boolean, 'Whether the upper bound is not included.'),
})

const field = shape({
  name: element(string, 'The name of a field, generated ones included.'),
  value: list(value, 'An item must have one of them.', { empty: 'omit' }),
  range: list(range, 'Or a value within one of these.', { empty: 'omit' }),
})

const operator = shape({
  text: list(text, 'Texts.', { empty: 'omit' }),
  field: list(field, 'Fields.', { empty: 'omit' }),
  operator: list(itself, 'Operators within it.', { empty: 'omit' }),
  operation: maybeAttribute(
    oneOf(['AND', 'OR', 'NOT']),
    'AND (default): all apply. OR: one applies. NOT: none applies.',
  ),
})
export type WantedOperator = ShapeOf<typeof operator.fields>

const refused = maybe(anything, 'Refused: not supported.')

/** The members of a search that would narrow it, and that this server does not evaluate. */
export const REFUSED_CRITERIA = ['group', 'reference', 'acl', 'collection', 'item', 'shape', 'file'] as const

export const ItemSearchDocument = document(
  'ItemSearchDocument',
  {
    text: list(text, 'Texts that any value may contain.', { empty: 'omit' }),
    field: list(field, 'Fields; an item must match all of them.', { empty: 'omit' }),
    group: refused,
    reference: refused,
    operator: list(operator, 'Combines other criteria.', { empty: 'omit' }),
    filter: list(operator, 'The same as `operator`.', { empty: 'omit' }),
    acl: refused,
    collection: refused,
    item: refused,
    shape: refused,
    file: refused,
    facetFilter: list(
      shape({
        field: element(string, 'The field.'),
        range: maybe(
          shape({
            start: maybeAttribute(string, 'The lower bound.'),
            end: maybeAttribute(string, 'The upper bound.'),
          }),
          'The required range.',
        ),
        value: maybe(string, 'The required value.'),
      }),
      'Further fields; an item must match all of them.',
      { empty: 'omit' },
    ),
    facet: list(
      shape({
        field: element(string, 'The field to count by.'),
        count: maybeAttribute(boolean, 'Whether to count this facet. Default true.'),
        minCount: maybeAttribute(integer, 'Lower counts are left out. Default 1.'),
        maxResults: maybeAttribute(integer, 'Maximum number of counts. Default 100.'),
        name: maybeAttribute(string, 'A name that is returned with the counts.'),
      }),
      'The facets to count over all matching items.',
      { empty: 'omit' },
    ),
    sort: list(
      shape({
        field: element(string, 'The field to sort by.'),
        order: maybe(oneOf(['ascending', 'descending']), 'Default: ascending.'),
      }),
      'The order. Default: the newest first.',
      { empty: 'omit' },
    ),
  },
  { description: 'What to search for. Without criteria: everything.' },
)
export type ItemSearchDocument = DocumentOf<typeof ItemSearchDocument>
