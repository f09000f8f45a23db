/** Describes the JobSearchDocument, the body of `PUT /job/search`. */

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
  field: element(string, 'The field to filter by: `type`, `state`, `user` or `failureCause`.'),
  range: maybe(
    shape({
      start: maybeAttribute(string, 'The start of the range.'),
      end: maybeAttribute(string, 'The end of the range.'),
    }),
    'Ignored: no field of jobs has ranges.',
  ),
  value: maybe(string, 'The required value.'),
})

const facet = shape({
  field: element(string, 'The field to count by: `type`, `state`, `user` or `failureCause`.'),
  exclude: list(string, 'Names of filters that this facet ignores.', { empty: 'omit' }),
  count: maybeAttribute(boolean, 'Whether to count this facet. Default true.'),
  minCount: maybeAttribute(integer, 'Lower counts are left out. Default 0.'),
  maxCount: maybeAttribute(integer, 'Higher counts are left out. Default: no limit.'),
  maxResults: maybeAttribute(integer, 'Maximum number of counts. Default: no limit.'),
  name: maybeAttribute(string, 'A name that is returned with the counts.'),
})

export const JobSearchDocument = document(
  'JobSearchDocument',
  {
    facetFilter: list(facetFilter, 'The filters; a job must match all of them.', { empty: 'omit' }),
    facet: list(facet, 'The facets to count over all matching jobs.', { empty: 'omit' }),
  },
  { description: 'The filters and facets of `PUT /job/search`.' },
)
export type JobSearchDocument = DocumentOf<typeof JobSearchDocument>
