/** Searches jobs and counts them by facets: `PUT /job/search`. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { JobListDocument } from '../../schema/documents/job.ts'
import { JobSearchDocument } from '../../schema/documents/job-search.ts'
import { countFacet, FACET_COLUMNS, type FacetField } from '../../schema/queries/jobs/count-facets.ts'
import type { Criteria } from '../../schema/queries/jobs/criteria.ts'
import { invalidInput, notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { jobLines, jobPage } from './document/job-page.ts'
import { CRITERIA, criteriaOf, PAGE } from './request/criteria.ts'
import { inTime } from './request/in-time.ts'

type Filter = JobSearchDocument['facetFilter'][number]
type Facet = JobSearchDocument['facet'][number]

export default operation({
  title: 'Search and count jobs',
  description:
    'Lists jobs like `GET /job`, and counts all matching jobs by type, state, user or failure cause.',
  method: 'PUT',
  path: '/job/search',
  role: '_job_search',
  readOnly: true,
  query: { ...CRITERIA, ...PAGE },
  accepts: JobSearchDocument,
  produces: JobListDocument,
  plain: jobLines,
}).answer(async ({ query, body, em, engine, user }) => {
  const { facet: facets = [], facetFilter: filters = [] } = body ?? {}
  if (facets.length > MOST_FACETS)
    throw invalidInput(
      'JobSearchDocument.facet',
      `expected at most ${MOST_FACETS} facets`,
      `${facets.length}`,
    )
  for (const { field } of [...facets, ...filters]) fieldOf(field)
  const criteria = await criteriaOf(query, { engine, user, em })
  const page = await jobPage(em, narrowed(criteria, filters), query)
  const facet = await inTime(query, Promise.all(facets.map((one) => counted(em, criteria, filters, one))))
  return facet.length > 0 ? { ...page, facet } : page
})

/** Each is a statement. Jobs have three fields to count by, each with and without filters. */
const MOST_FACETS = 20

/** A facet counts the jobs that the search finds, without the filters on the fields that it excludes. */
async function counted(em: EntityManager, criteria: Criteria, filters: readonly Filter[], facet: Facet) {
  const { field, name, exclude, count = true, minCount = 0, maxCount, maxResults } = facet
  const within = narrowed(
    criteria,
    filters.filter((filter) => !exclude.includes(filter.field)),
  )
  const limits = {
    minCount,
    ...(maxCount !== undefined && { maxCount }),
    ...(maxResults !== undefined && { maxResults }),
  }
  const counts = count ? await countFacet(em, fieldOf(field), within, limits) : []
  return {
    field,
    count: counts.map((one) => ({ value: one.count, fieldValue: one.value })),
    ...(name !== undefined && { name }),
  }
}

/** The criteria, narrowed by every filter that has a value. */
function narrowed(criteria: Criteria, filters: readonly Filter[]): Criteria {
  return filters.reduce(
    (narrower, { field, value }) =>
      value === undefined ? narrower : narrow(narrower, fieldOf(field), value),
    criteria,
  )
}

function narrow(criteria: Criteria, field: FacetField, value: string): Criteria {
  switch (field) {
    case 'type':
      return { ...criteria, types: both(criteria.types, value) }
    case 'state':
      return { ...criteria, states: both(criteria.states, value) }
    case 'failureCause':
      return { ...criteria, failureCauses: both(criteria.failureCauses, value) }
    case 'user':
      return criteria.user === undefined || criteria.user === value
        ? { ...criteria, user: value }
        : { ...criteria, types: [] }
  }
}

function both(values: readonly string[] | undefined, value: string): readonly string[] {
  return values === undefined || values.includes(value) ? [value] : []
}

/** An unknown field is 404, because Vidispine documents it so. */
function fieldOf(field: string): FacetField {
  if (Object.hasOwn(FACET_COLUMNS, field)) return field as FacetField
  throw notFound('Field', field, Object.keys(FACET_COLUMNS))
}
