/** Shows items as documents, with the content that a request asks for (wire-media.md §2.3). */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ItemDocument } from '../../schema/documents/item.ts'
import type { MetadataDocument } from '../../schema/documents/metadata.ts'
import { siteId } from '../../schema/ids.ts'
import { generatedFields } from '../../schema/metadata/generated.ts'
import { mergedMetadata } from '../../schema/metadata/merge.ts'
import { type PictureKind, picturesOfVersion } from '../../schema/metadata/picture-path.ts'
import { terse } from '../../schema/metadata/terse.ts'
import { shownMetadata } from '../../schema/metadata/view.ts'
import { type FieldDefinition, readFields } from '../../schema/queries/media/fields/metadata-fields.ts'
import {
  type ExternalIdOfItem,
  externalIdEntry,
  externalIdsOf,
} from '../../schema/queries/media/items/external-ids.ts'
import { type ItemRow, readItems } from '../../schema/queries/media/items/item-rows.ts'
import { readChanges } from '../../schema/queries/media/items/read-changes.ts'
import {
  type ItemSurroundings,
  type PictureAround,
  readSurroundings,
} from '../../schema/queries/media/items/read-surroundings.ts'
import { type ShapeParts, shapesOfItems } from '../../schema/queries/media/shapes/read-shapes.ts'
import { chosenShapes } from '../../schema/shapes/choose.ts'
import { shapeDocument } from '../../schema/shapes/shape-document.ts'
import { type LinkTo, linksFor } from '../storage/file/links.ts'
import { containerUris } from './container-uris.ts'
import { pictureUri } from './picture-uri.ts'
import { type ContentParameters, fileView } from './request/content-parameters.ts'
import { metadataView } from './request/metadata-parameters.ts'

export interface Asking {
  readonly em: EntityManager
  readonly baseUrl: string
}

/** In the order of the ids; items that do not exist are left out. */
export async function itemDocuments(
  asking: Asking,
  ids: readonly number[],
  query: ContentParameters,
): Promise<readonly ItemDocument[]> {
  if (query.content.length === 0) return ids.map((id) => ({ id: siteId(id) }))
  const { em } = asking
  const wants = (...words: readonly ContentParameters['content'][number][]) =>
    words.some((word) => query.content.includes(word))
  const rows = await readItems(em, ids)
  const around = wants('metadata', 'thumbnail', 'poster') ? await readSurroundings(em, ids) : NONE
  const shapes = wants('uri', 'shape') ? await shapesOfItems(em, ids) : []
  const externalIds = wants('external') ? await externalIdsOf(em, ids) : []
  const definitions = await definitionsFor(em, query)
  const link = await linksFor(asking, query)
  const documents: ItemDocument[] = []
  for (const row of rows) {
    const parts = {
      link,
      ...{ row, definitions, around: around.get(row.id) ?? NOTHING_AROUND },
      shapes: shapes.filter(({ itemId }) => itemId === row.id),
      externalIds: externalIds.filter(({ item }) => item === row.id),
    }
    documents.push(await itemDocument(asking, parts, query))
  }
  return documents
}

const NONE: ReadonlyMap<number, ItemSurroundings> = new Map()
const NOTHING_AROUND: ItemSurroundings = {
  ...{
    item: 0,
    shapes: [],
    files: [],
    collections: [],
    ancestors: [],
    thumbnails: [],
    posters: [],
    sequences: 0,
  },
}

interface ItemParts {
  readonly row: ItemRow
  readonly link: LinkTo | undefined
  readonly around: ItemSurroundings
  readonly definitions: readonly FieldDefinition[]
  readonly shapes: readonly ShapeParts[]
  readonly externalIds: readonly ExternalIdOfItem[]
}

async function itemDocument(
  asking: Asking,
  { row, link, around, definitions, shapes, externalIds }: ItemParts,
  query: ContentParameters,
): Promise<ItemDocument> {
  const wants = (word: ContentParameters['content'][number]) => query.content.includes(word)
  const metadata = wants('metadata')
    ? await metadataOf(asking.em, row, around, query, definitions)
    : undefined
  const chosen = chosenShapes(shapes, { version: query.version, tags: query.tag })
  return {
    ...(metadata && !query.terse && { metadata }),
    ...(wants('thumbnail') && {
      thumbnails: pictures('thumbnail', row.id, around.thumbnails, asking, query),
    }),
    ...(wants('poster') && { posters: pictures('poster', row.id, around.posters, asking, query) }),
    ...(wants('uri') && { files: { uri: containerUris(chosen, query, link) } }),
    ...(metadata && query.terse && { terse: terse(metadata) }),
    ...(wants('shape') && {
      shape: chosen.map((shape) =>
        shapeDocument(shape, fileView({ ...query, closedFiles: false }, link), query.tag[0]),
      ),
    }),
    ...(wants('merged-access') && { 'merged-access': { access: [] } }),
    ...(wants('external') && { externalId: externalIds.map(externalIdEntry) }),
    id: siteId(row.id),
  }
}

/** The metadata of an item as a request wants to see them. */
export async function metadataOf(
  em: EntityManager,
  row: ItemRow,
  around: ItemSurroundings,
  query: ContentParameters,
  definitions: readonly FieldDefinition[] = [],
): Promise<MetadataDocument> {
  const view = metadataView(query, row.facts)
  if (query.revision === undefined) return shownMetadata(row, generatedFields(row, around), view, definitions)
  const changes = await readChanges(em, row.id, query.revision)
  const metadata = changes.reduce<ItemRow['metadata']>(
    (before, { document, ...change }) => mergedMetadata(before, document, { ...change, of: siteId(row.id) }),
    [],
  )
  return shownMetadata({ ...row, metadata, revision: changes.map(({ id }) => id) }, [], view, definitions)
}

/** Definitions are only read where they show: types and default values. */
async function definitionsFor(
  em: EntityManager,
  query: ContentParameters,
): Promise<readonly FieldDefinition[]> {
  return query.defaultValue || query.include.includes('type') ? readFields(em) : []
}

function pictures(
  kind: PictureKind,
  item: number,
  list: readonly PictureAround[],
  { baseUrl }: Asking,
  { baseURI, version, 'noauth-url': open }: ContentParameters,
) {
  const chosen = picturesOfVersion(list, version === 'latest-per-shapetag' ? 'latest' : version)
  return { uri: chosen.map((picture) => pictureUri(kind, item, picture, { baseUrl, baseURI, open })) }
}
