/** Searches shapes and files by their metadata (wire-media.md §2.6). */
import { FileListDocument } from '../../schema/documents/file.ts'
import { ItemSearchDocument } from '../../schema/documents/item-search.ts'
import { ShapeListDocument } from '../../schema/documents/shape.ts'
import { siteId } from '../../schema/ids.ts'
import {
  type PartsWanted,
  searchFiles,
  searchShapes,
} from '../../schema/queries/media/search/search-parts.ts'
import { readShapes } from '../../schema/queries/media/shapes/read-shapes.ts'
import { invalidInput } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'
import type { ValuesOf } from '../http/request/parameters.ts'
import { showFiles } from '../storage/file/show-files.ts'
import { PAGE_PARAMETERS } from './item-search.ts'

const query = PAGE_PARAMETERS
const SHAPES = 'Keys are those of the metadata of shapes, such as `originalFilename`, and `mimeType`.'
const FILES = 'Keys are those of the metadata of files, and `path`, `state`, `hash`, `size` and `storage`.'
const shapes = { query, produces: ShapeListDocument, role: '_item_search' } as const
const files = { query, produces: FileListDocument, role: '_item_search' } as const
const reads = { accepts: ItemSearchDocument, readOnly: true } as const

const listShapes = operation({
  title: 'List shapes',
  description: 'Of all items, the newest first.',
  ...{ method: 'GET', path: '/search/shape', ...shapes },
}).answer(async ({ query: page, em }) => shapeList(em, undefined, page))

const searchForShapes = operation({
  title: 'Search shapes',
  description: `By fields and texts: all must match, each by any of its values. ${SHAPES}`,
  ...{ method: 'PUT', path: '/search/shape', ...shapes, ...reads },
}).answer(async ({ body, query: page, em }) => shapeList(em, body, page))

const listFiles = operation({
  title: 'List files',
  description: 'Of all storages and none, the newest first.',
  ...{ method: 'GET', path: '/search/file', ...files },
}).answer(async ({ query: page, em }) => fileList(em, undefined, page))

const searchForFiles = operation({
  title: 'Search files',
  description: `By fields and texts: all must match, each by any of its values. ${FILES}`,
  ...{ method: 'PUT', path: '/search/file', ...files, ...reads },
}).answer(async ({ body, query: page, em }) => fileList(em, body, page))

export const PART_SEARCHES: readonly Operation[] = [listShapes, searchForShapes, listFiles, searchForFiles]

type Page = ValuesOf<typeof PAGE_PARAMETERS>

async function shapeList(em: Context['em'], body: ItemSearchDocument | undefined, page: Page) {
  const { hits, ids } = await searchShapes(em, wanted(body, page))
  const found = await readShapes(em, ids)
  return {
    hits,
    shape: found.toReversed().map(({ id, itemId }) => ({ id: siteId(id), item: [{ id: siteId(itemId) }] })),
  }
}

async function fileList(em: Context['em'], body: ItemSearchDocument | undefined, page: Page) {
  const { hits, ids } = await searchFiles(em, wanted(body, page))
  return { hits, file: await showFiles(em, ids) }
}

/** Only fields with values, and texts, are evaluated here; anything else is refused rather than left out. */
function wanted(body: ItemSearchDocument | undefined, { first, number }: Page): PartsWanted {
  const page = { offset: Math.max(0, first - 1), limit: number }
  if (!body) return { keys: [], ...page }
  const { field, text, ...others } = body
  const refused = Object.entries(others).find(([, value]) => !Array.isArray(value) || value.length > 0)
  if (refused)
    throw invalidInput(`ItemSearchDocument.${refused[0]}`, 'not supported here: only field and text are')
  const ranged = field.find(({ range }) => range.length > 0)
  if (ranged) throw invalidInput('ItemSearchDocument.field.range', 'not supported here', ranged.name)
  if (field.length + text.length > MOST_KEYS)
    throw invalidInput('ItemSearchDocument', `expected at most ${MOST_KEYS} fields and texts`)
  return {
    keys: [
      ...field.map(({ name, value }) => ({
        key: name,
        values: value.length === 0 ? ['*'] : value.map((one) => one.value),
      })),
      ...text.map(({ value }) => ({ values: [`*${value}*`] })),
    ],
    ...page,
  }
}

const MOST_KEYS = 50
