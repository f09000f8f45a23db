/** Reads what a search for items asks for, from its document and parameters (wire-media.md §2.6). */
import { readJson } from '../../schema/codec/json/json.ts'
import { readXml } from '../../schema/codec/xml/xml.ts'
import {
  ItemSearchDocument,
  REFUSED_CRITERIA,
  type WantedOperator,
} from '../../schema/documents/item-search.ts'
import { serialOf } from '../../schema/ids.ts'
import type { Criterion } from '../../schema/queries/media/search/criteria.ts'
import type { ItemSearch } from '../../schema/queries/media/search/search-items.ts'
import type { ValueRange } from '../../schema/queries/media/search/values.ts'
import { invalidInput } from '../http/answer/fault.ts'
import { boolean, integer, integerFrom, string } from '../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../http/request/parameters.ts'

export const PAGE_PARAMETERS = {
  first: parameter(integer, 1, 'Position of the first entry, counted from 1. Values below 1 count as 1.'),
  number: parameter(integerFrom(0, 1_000), 100, 'Maximum number of entries.'),
} as const

export const SEARCH_PARAMETERS = {
  q: parameter(
    string,
    undefined,
    'What to search for: words, or an ItemSearchDocument as XML or JSON. In addition to the body.',
  ),
  ...PAGE_PARAMETERS,
  count: parameter(boolean, true, 'Whether to count all that match.'),
  cursor: parameter(
    string,
    undefined,
    '`*`, and then the `nextCursor` of the page before. Pages stay apart while items come and go. Not with `sort`.',
  ),
} as const

export type SearchParameters = ValuesOf<typeof SEARCH_PARAMETERS>

const NOTHING: ItemSearchDocument = readJson(ItemSearchDocument, '{}')

export function itemSearch(body: ItemSearchDocument = NOTHING, query: SearchParameters): ItemSearch {
  const asked = [body, ...(query.q === undefined ? [] : [documentIn(query.q)])]
  const sort = asked.flatMap((one) => one.sort)
  const facets = asked.flatMap((one) => one.facet).filter(({ count = true }) => count)
  const criterion: Criterion = { is: 'all', of: asked.flatMap(criteriaOf) }
  refuseTooMany(criterion, sort.length + facets.length)
  return {
    criterion,
    sort: sort.map(({ field, order = 'ascending' }) => ({ field, isDescending: order === 'descending' })),
    facets: facets.map(({ field, minCount = 1, maxResults = 100 }) => ({
      ...{ field, minCount: Math.max(1, minCount), maxResults: Math.min(1_000, Math.max(0, maxResults)) },
    })),
    ...(query.cursor === undefined
      ? { offset: Math.max(0, query.first - 1) }
      : { offset: 0, ...afterCursor(query.cursor, sort.length > 0) }),
    limit: query.number,
    count: query.count,
  }
}

/** The names under which the counts of the facets are returned. */
export function facetsAsked(body: ItemSearchDocument = NOTHING, { q }: SearchParameters) {
  const asked = [body, ...(q === undefined ? [] : [documentIn(q)])]
  return asked.flatMap((one) => one.facet).filter(({ count = true }) => count)
}

function documentIn(q: string): ItemSearchDocument {
  const text = q.trim()
  if (text.startsWith('<')) return readXml(ItemSearchDocument, text)
  if (text.startsWith('{')) return readJson(ItemSearchDocument, text)
  return { ...NOTHING, text: [{ value: text }] }
}

function afterCursor(cursor: string, isSorted: boolean): { readonly before?: number } {
  if (isSorted) throw invalidInput('cursor', 'expected no sort with a cursor', cursor)
  if (cursor.trim() === '*') return {}
  const before = serialOf(cursor.trim())
  if (before === undefined) throw invalidInput('cursor', 'expected * or the nextCursor of a page', cursor)
  return { before }
}

function criteriaOf(document: ItemSearchDocument): readonly Criterion[] {
  const refused = REFUSED_CRITERIA.find((name) => document[name] !== undefined)
  if (refused !== undefined)
    throw invalidInput(
      `ItemSearchDocument.${refused}`,
      'not supported: items are searched by text, field, operator, filter and facetFilter',
    )
  return [
    ...partsOf({ ...document, operator: [...document.operator, ...document.filter] }),
    ...document.facetFilter.map(({ field, value, range }) => ({
      ...{ is: 'field' as const, name: field, values: value === undefined ? [] : [value] },
      ranges: range ? [{ from: range.start, to: range.end }] : [],
    })),
  ]
}

function partsOf({ text, field, operator }: WantedOperator): readonly Criterion[] {
  return [
    ...text.map(({ value }) => ({ is: 'text' as const, text: value })),
    ...field.map(({ name, value, range }) => ({
      ...{ is: 'field' as const, name, values: value.map((one) => one.value) },
      ranges: range.map(rangeOf),
    })),
    ...operator.map((one) => ({ is: IS[one.operation ?? 'AND'], of: partsOf(one) })),
  ]
}

const IS = { AND: 'all', OR: 'any', NOT: 'none' } as const

type WantedRange = WantedOperator['field'][number]['range'][number]

/** The first bound is the lower one, unless it says otherwise. */
function rangeOf({ value, exclusiveMinimum = false, exclusiveMaximum = false }: WantedRange): ValueRange {
  const upper = value.find(({ maximum }) => maximum) ?? value.filter(({ minimum }) => !minimum)[1]
  const to = upper ?? (value[0]?.minimum ? value[1] : undefined)
  const from = value.find((one) => one !== to)
  return {
    ...{ from: from?.value, to: to?.value },
    ...{ excludesFrom: exclusiveMinimum, excludesTo: exclusiveMaximum },
  }
}

/** Each adds a part to one statement, which PostgreSQL must plan. */
const MOST_CRITERIA = 500

function refuseTooMany(criterion: Criterion, others: number): void {
  const count = (one: Criterion): number => {
    if (one.is === 'field') return 1 + one.values.length + one.ranges.length
    if (one.is === 'text') return one.text.split(/\s+/).length
    return one.of.reduce((sum, part) => sum + count(part), 1)
  }
  const found = count(criterion) + others
  if (found > MOST_CRITERIA)
    throw invalidInput('ItemSearchDocument', `expected at most ${MOST_CRITERIA} criteria`, String(found))
}
