/** Reads what a search for items asks for, from its document and parameters (wire-media.md §2.6). */
import type { ItemSearchDocument } from '../../schema/documents/item-search.ts'
import { serialOf } from '../../schema/ids.ts'
import type { ItemSearch } from '../../schema/queries/media/search/search-items.ts'
import {
  NO_CRITERIA,
  type SearchedFor,
  searchedFor,
  searchIn,
} from '../../schema/queries/media/search/searched-for.ts'
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

export function itemSearch(body: ItemSearchDocument = NO_CRITERIA, query: SearchParameters): ItemSearch {
  const wanted = acceptedSearch([body, ...(query.q === undefined ? [] : [searchIn(query.q)])])
  return {
    ...wanted,
    ...(query.cursor === undefined
      ? { offset: Math.max(0, query.first - 1) }
      : { offset: 0, ...afterCursor(query.cursor, wanted.sort.length > 0) }),
    limit: query.number,
    count: query.count,
  }
}

/** Throws `invalidInput` for what cannot be searched for. */
export function acceptedSearch(documents: readonly ItemSearchDocument[]): SearchedFor {
  const wanted = searchedFor(documents)
  if ('refused' in wanted) throw invalidInput(wanted.refused, wanted.explanation, wanted.value)
  return wanted
}

/** The names under which the counts of the facets are returned. */
export function facetsAsked(body: ItemSearchDocument = NO_CRITERIA, { q }: SearchParameters) {
  const asked = [body, ...(q === undefined ? [] : [searchIn(q)])]
  return asked.flatMap((one) => one.facet).filter(({ count = true }) => count)
}

function afterCursor(cursor: string, isSorted: boolean): { readonly before?: number } {
  if (isSorted) throw invalidInput('cursor', 'expected no sort with a cursor', cursor)
  if (cursor.trim() === '*') return {}
  const before = serialOf(cursor.trim())
  if (before === undefined) throw invalidInput('cursor', 'expected * or the nextCursor of a page', cursor)
  return { before }
}
