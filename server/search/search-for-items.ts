/** Searches items: `/item` and `/search`, by document and by parameters (wire-media.md §2.6). */
import { type ItemDocument, ItemListDocument, SearchResultDocument } from '../../schema/documents/item.ts'
import { ItemSearchDocument } from '../../schema/documents/item-search.ts'
import { siteId } from '../../schema/ids.ts'
import { withMatches } from '../../schema/queries/media/search/field-matches.ts'
import { searchItems } from '../../schema/queries/media/search/search-items.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'
import { itemDocuments } from '../item/item-documents.ts'
import {
  CONTENT_PARAMETERS,
  type ContentParameters,
  refuseContent,
} from '../item/request/content-parameters.ts'
import { facetsAsked, itemSearch, SEARCH_PARAMETERS, type SearchParameters } from './item-search.ts'

const query = { ...CONTENT_PARAMETERS, ...SEARCH_PARAMETERS }
const plainItems = ({ item }: ItemListDocument) => item.map(({ id = '' }) => id)
const plainEntries = ({ entry }: SearchResultDocument) => entry.map(({ id = '' }) => id)
const description =
  'Fields must all match, each by any of its values; without criteria all items match. The newest are first. As text/plain: the ids.'

const listItems = operation({
  title: 'List items',
  description,
  ...{
    method: 'GET',
    path: '/item',
    role: '_item_search',
    query,
    produces: ItemListDocument,
    plain: plainItems,
  },
}).answer(async ({ query: asked, ...context }) => itemList(await found(context, undefined, asked)))

const searchForItems = operation({
  title: 'Search items',
  description,
  ...{ method: 'PUT', path: '/item', role: '_item_search', accepts: ItemSearchDocument, readOnly: true },
  ...{ query, produces: ItemListDocument, plain: plainItems },
}).answer(async ({ body, query: asked, ...context }) => itemList(await found(context, body, asked)))

const listAll = operation({
  title: 'List what can be found',
  description: `Finds items only. ${description}`,
  ...{ method: 'GET', path: '/search', role: '_item_search', query },
  ...{ produces: SearchResultDocument, plain: plainEntries },
}).answer(async ({ query: asked, ...context }) => searchResult(await found(context, undefined, asked)))

const searchForAll = operation({
  title: 'Search',
  description: `Finds items only. ${description}`,
  ...{ method: 'PUT', path: '/search', role: '_item_search', accepts: ItemSearchDocument, readOnly: true },
  ...{ query, produces: SearchResultDocument, plain: plainEntries },
}).answer(async ({ body, query: asked, ...context }) => searchResult(await found(context, body, asked)))

export const ITEM_SEARCHES: readonly Operation[] = [listItems, searchForItems, listAll, searchForAll]

interface Found {
  readonly hits?: number
  readonly items: readonly ItemDocument[]
  readonly facet: NonNullable<ItemListDocument['facet']>
  readonly nextCursor?: string
}

async function found(
  { em, baseUrl, user }: Pick<Context, 'em' | 'baseUrl' | 'user'>,
  body: ItemSearchDocument | undefined,
  asked: ContentParameters & SearchParameters,
): Promise<Found> {
  refuseContent(user, asked.content)
  const asDocumented = itemSearch(body, asked)
  const search = { ...asDocumented, criterion: await withMatches(em, asDocumented.criterion) }
  const { hits, ids, facets } = await searchItems(em, search)
  const last = ids.at(-1)
  const hasMore = asked.cursor !== undefined && last !== undefined && ids.length === search.limit
  return {
    ...(hits !== undefined && { hits }),
    items: await itemDocuments({ em, baseUrl }, ids, asked),
    facet: facetsAsked(body, asked).map(({ field, name }, at) => ({
      ...{ field, count: facets[at] ?? [] },
      ...(name !== undefined && { name }),
    })),
    ...(hasMore && { nextCursor: siteId(last) }),
  }
}

const WHOLE = { start: '-INF', end: '+INF' } as const

function itemList({ items, ...rest }: Found): ItemListDocument {
  return { ...rest, item: items.map((item) => ({ ...item, ...WHOLE })) }
}

function searchResult({ items, ...rest }: Found): SearchResultDocument {
  const entry = items.map((item) => ({ item, ...WHOLE, type: 'Item', id: item.id }))
  return { ...rest, suggestion: [], autocomplete: [], entry }
}
