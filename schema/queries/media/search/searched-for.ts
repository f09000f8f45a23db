/** Reads what a search for items asks for, from its documents (wire-media.md §2.6). Pure. */
import { readJson } from '../../../codec/json/json.ts'
import { readXml } from '../../../codec/xml/xml.ts'
import { ItemSearchDocument, REFUSED_CRITERIA, type WantedOperator } from '../../../documents/item-search.ts'
import type { Criterion } from './criteria.ts'
import type { ItemSearch } from './search-items.ts'
import type { ValueRange } from './values.ts'

/** The part of a search that its documents say; the rest is which page of it. */
export type SearchedFor = Pick<ItemSearch, 'criterion' | 'sort' | 'facets'>

/** What cannot be searched for, by its path in the document, and why. */
export interface RefusedSearch {
  readonly refused: string
  readonly explanation: string
  readonly value?: string
}

/** Several documents narrow each other. */
export function searchedFor(documents: readonly ItemSearchDocument[]): SearchedFor | RefusedSearch {
  for (const document of documents) {
    const name = REFUSED_CRITERIA.find((one) => document[one] !== undefined)
    if (name !== undefined) return { refused: `ItemSearchDocument.${name}`, explanation: NOT_SUPPORTED }
  }
  const sort = documents.flatMap((one) => one.sort)
  const facets = documents.flatMap((one) => one.facet).filter(({ count = true }) => count)
  const criterion: Criterion = { is: 'all', of: documents.flatMap(criteriaOf) }
  const found = countOf(criterion) + sort.length + facets.length
  if (found > MOST_CRITERIA)
    return { refused: 'ItemSearchDocument', explanation: TOO_MANY, value: String(found) }
  return {
    criterion,
    sort: sort.map(({ field, order = 'ascending' }) => ({ field, isDescending: order === 'descending' })),
    facets: facets.map(({ field, minCount = 1, maxResults = 100 }) => ({
      ...{ field, minCount: Math.max(1, minCount), maxResults: Math.min(1_000, Math.max(0, maxResults)) },
    })),
  }
}

const NOT_SUPPORTED = 'not supported: items are searched by text, field, operator, filter and facetFilter'
/** Each adds a part to one statement, which PostgreSQL must plan. */
const MOST_CRITERIA = 500
const TOO_MANY = `expected at most ${MOST_CRITERIA} criteria`

/** Finds everything. */
export const NO_CRITERIA: ItemSearchDocument = readJson(ItemSearchDocument, '{}')

/** Words, or a document as XML or JSON. Throws Malformed. */
export function searchIn(text: string): ItemSearchDocument {
  const trimmed = text.trim()
  if (trimmed.startsWith('<')) return readXml(ItemSearchDocument, trimmed)
  if (trimmed.startsWith('{')) return readJson(ItemSearchDocument, trimmed)
  return { ...NO_CRITERIA, text: [{ value: trimmed }] }
}

function criteriaOf(document: ItemSearchDocument): readonly Criterion[] {
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

function countOf(one: Criterion): number {
  if (one.is === 'field') return 1 + one.values.length + one.ranges.length
  if (one.is === 'text') return one.text.split(/\s+/).length
  return one.of.reduce((sum, part) => sum + countOf(part), 1)
}
