/** Finds the items of a list, and reads what it has of them, a page at a time. */
import type { ItemDocument } from '../../schema/documents/item.ts'
import { siteId } from '../../schema/ids.ts'
import { generatedFields } from '../../schema/metadata/generated.ts'
import { type MetadataView, shownMetadata } from '../../schema/metadata/view.ts'
import { externalIdEntry, externalIdsOf } from '../../schema/queries/media/items/external-ids.ts'
import { readItems } from '../../schema/queries/media/items/item-rows.ts'
import {
  type ItemSurroundings,
  readSurroundings,
} from '../../schema/queries/media/items/read-surroundings.ts'
import { withMatches } from '../../schema/queries/media/search/field-matches.ts'
import { type ItemSearch, searchItems } from '../../schema/queries/media/search/search-items.ts'
import type { SearchedFor } from '../../schema/queries/media/search/searched-for.ts'
import { type ShapeParts, shapesOfItems } from '../../schema/queries/media/shapes/read-shapes.ts'
import { chosenShapes } from '../../schema/shapes/choose.ts'
import { containerUrisOf } from '../../schema/shapes/container-uris.ts'
import { shapeDocument } from '../../schema/shapes/shape-document.ts'
import type { JobData } from '../engine/declare/step.ts'
import type { ListDatum, ListWanted } from './list-parameters.ts'

type Asking = Pick<JobData, 'ask'>

/** The search as the types of its fields are now. */
export function typed({ ask }: Asking, { search }: ListWanted): Promise<SearchedFor> {
  return ask(async (em) => ({ ...search, criterion: await withMatches(em, search.criterion) }))
}

export function countMatching({ ask }: Asking, search: SearchedFor): Promise<number> {
  return ask(
    async (em) => (await searchItems(em, { ...search, ...FROM_START, limit: 0, count: true })).hits ?? 0,
  )
}

const FROM_START = { offset: 0, count: false } as const

/**
 * The ids of the items, in pages. Without an order of its own each page begins after the last item of the one
 * before, so that what comes and goes meanwhile shifts nothing. An order needs all ids at once: 8 bytes each.
 */
export async function* matchingIds({ ask }: Asking, search: SearchedFor): AsyncGenerator<readonly number[]> {
  const isSorted = search.sort.length > 0
  const limit = isSorted ? MOST_IDS : IDS_AT_ONCE
  for (let before: number | undefined; ; ) {
    const asked: ItemSearch = { ...search, ...FROM_START, limit, ...(before !== undefined && { before }) }
    const { ids } = await ask((em) => searchItems(em, asked))
    for (let at = 0; at < ids.length; at += ITEMS_AT_ONCE) yield ids.slice(at, at + ITEMS_AT_ONCE)
    before = ids.at(-1)
    if (isSorted || ids.length < limit) return
  }
}

/** As PostgreSQL counts. */
const MOST_IDS = 2_147_483_647
/** Each page of ids is a search of its own. */
const IDS_AT_ONCE = 20_000
/** Metadata of an item can take megabytes; usually they take kilobytes. */
const ITEMS_AT_ONCE = 100

/** In the order of the ids; items that are gone are left out. */
export function readListed(
  { ask }: Asking,
  ids: readonly number[],
  wanted: ListWanted,
): Promise<readonly ItemDocument[]> {
  const has = (...data: readonly ListDatum[]) => data.some((one) => wanted.data.includes(one))
  return ask(async (em) => {
    const rows = await readItems(em, ids)
    const around = has('metadata') ? await readSurroundings(em, ids) : new Map<number, ItemSurroundings>()
    const shapes = has('uri', 'shape') ? await shapesOfItems(em, ids) : []
    const externalIds = has('external') ? await externalIdsOf(em, ids) : []
    return rows.map((row) => {
      const [own, surroundings] = [shapesOf(row.id, shapes), around.get(row.id)]
      return {
        ...(surroundings && {
          metadata: shownMetadata(row, generatedFields(row, surroundings), viewOf(wanted)),
        }),
        ...(has('uri') && { files: { uri: containerUrisOf(own, { closed: true }) } }),
        ...(has('shape') && { shape: own.map((shape) => shapeDocument(shape)) }),
        ...(has('external') && {
          externalId: externalIds.filter(({ item }) => item === row.id).map(externalIdEntry),
        }),
        id: siteId(row.id),
      }
    })
  })
}

function shapesOf(id: number, shapes: readonly ShapeParts[]): readonly ShapeParts[] {
  return chosenShapes(
    shapes.filter(({ itemId }) => itemId === id),
    {},
  )
}

/** The columns of CSV are chosen by the name that the fields have. */
function viewOf({ format, fields, excluded }: ListWanted): MetadataView {
  return {
    fields: format === 'CSV' ? fields.map(({ pattern }) => ({ pattern })) : fields,
    ...{ excluded, groups: [], interval: 'all', types: false, defaults: false, transient: true },
  }
}
