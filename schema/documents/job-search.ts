import {
  boolean,
  type DocumentOf,
  document,
  element,
  integer,
  list,
  maybe,
  maybeAttribute,
  shape,
  string,
} from '../document.ts'

const facetFilter = shape({
  field: element(string, 'What to look at: `type`, `state` or `user`.'),
  range: maybe(
    shape({
      start: maybeAttribute(string, 'Where the range begins.'),
      end: maybeAttribute(string, 'Where the range ends.'),
    }),
    'Ignored: no field of jobs has ranges.',
  ),
  value: maybe(string, 'The value the jobs must have.'),
})

const facet = shape({
  field: element(string, 'What to count: `type`, `state` or `user`.'),
  exclude: list(string, 'Names of filters that this facet counts without.', { empty: 'omit' }),
  count: maybeAttribute(boolean, 'Whether to count at all. Default true.'),
  minCount: maybeAttribute(integer, 'Counts below are left out. Default 0.'),
  maxCount: maybeAttribute(integer, 'Counts above are left out. Default no limit.'),
  maxResults: maybeAttribute(integer, 'How many counts to give. Default all.'),
  name: maybeAttribute(string, 'Comes back with the counts.'),
})

export const JobSearchDocument = document(
  'JobSearchDocument',
  {
    facetFilter: list(facetFilter, 'Narrows the result; all of them have to be met.', { empty: 'omit' }),
    facet: list(facet, 'What to count over all jobs that match.', { empty: 'omit' }),
  },
  { description: 'What `PUT /job/search` is to narrow and to count.' },
)
export type JobSearchDocument = DocumentOf<typeof JobSearchDocument>
