/** Placeholders: items whose content comes later (wire-media.md §3.4). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { ItemDocument } from '../../schema/documents/item.ts'
import { JobDocument } from '../../schema/documents/job.ts'
import { MetadataDocument } from '../../schema/documents/metadata.ts'
import { serialOf, siteId } from '../../schema/ids.ts'
import type { ComponentKind } from '../../schema/media.ts'
import { lockItem } from '../../schema/queries/media/items/item-rows.ts'
import { createItem, indexItem } from '../../schema/queries/media/items/write-item.ts'
import { importsOfShape } from '../../schema/queries/media/shapes/imports-of-shape.ts'
import { type ShapeParts, shapesOfItems } from '../../schema/queries/media/shapes/read-shapes.ts'
import { createShape } from '../../schema/queries/media/shapes/write-shapes.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { invalidInput, notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'
import { integerFrom, list, oneOf, string } from '../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../http/request/parameters.ts'
import { findItem } from '../item/find-item.ts'
import { wantedMetadata } from '../item/metadata/wanted-metadata.ts'
import { type ContentMaker, contentFor, renditionsFor } from './content-of.ts'
import { IMPORT, importMetadata } from './import-a-uri.ts'
import { warnOfSettings } from './import-settings.ts'
import { type JobGiven, ofItem, SETTINGS, startWith, tagsIn } from './job-parameters.ts'

const KINDS = [
  'container',
  'video',
  'audio',
  'binary',
  'subtitle',
] as const satisfies readonly ComponentKind[]
const count = (kind: string) =>
  parameter(integerFrom(0, 100), 0, `How many files of the kind ${kind} will come.`)

const createPlaceholder = operation({
  ...{ title: 'Create a placeholder', method: 'POST', path: '/import/placeholder', role: '_import' },
  description:
    'An item whose content comes later, file by file. One container is enough for a file with all streams.',
  query: {
    ...{ container: count('container'), video: count('video'), audio: count('audio') },
    ...{ binary: count('binary'), subtitle: count('subtitle') },
    importTag: parameter(list, [], 'The tags of its shape. Default `original`.'),
    ...SETTINGS,
    externalId: parameter(list, [], 'Ids of the item in other systems.'),
  },
  ...{ accepts: MetadataDocument, produces: ItemDocument, plain: ({ id = '' }: ItemDocument) => id },
}).answer(async (given) => {
  const { em, body, query, user } = given
  const metadata = body && (await wantedMetadata(given, body))
  await warnOfSettings(given, query.settings)
  const expected = Object.fromEntries(
    KINDS.map((kind) => [kind, query[kind]]).filter(([, some]) => some !== 0),
  )
  const id = await transaction(em.fork(), async (tx) => {
    const facts = { mediaType: 'none' }
    const { externalId: externalIds } = query
    const itemId = await createItem(tx, {
      user: user.name,
      facts,
      externalIds,
      ...(metadata && { metadata }),
    })
    const tags = query.importTag.length > 0 ? query.importTag : ['original']
    await createShape(tx, { itemId, tags, expected })
    await indexItem(tx, itemId)
    return itemId
  })
  return { id: siteId(id) }
})

const importComponent = operation({
  ...{ title: 'Import a file into a placeholder', method: 'POST' },
  ...{ path: '/import/placeholder/:itemId/:component', role: '_import' },
  query: {
    ...IMPORT,
    uri: parameter(string, undefined, 'URI of the content. Either this or `fileId` is required.'),
    fileId: parameter(string, undefined, 'The file on a storage that is the content.'),
    shapeId: parameter(string, undefined, 'The shape that it is for. Default: the placeholder of the item.'),
  },
  ...{ produces: JobDocument, plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async (given) => {
  const start = await componentImport(given)
  return start((tx) => contentFor(tx, given.query))
})

/** Checks the request; what it returns starts the job, given the content. */
export async function componentImport(given: IntoPlaceholder) {
  const { query, path, em } = given
  const read = oneOf(KINDS).read([path.component])
  if (!('value' in read))
    throw invalidInput(
      'component',
      `expected one of ${KINDS.join(', ')}, got “${path.component}”`,
      path.component,
    )
  const item = await findItem(em, path.itemId)
  await warnOfSettings(given, query.settings)
  return (contentOf: ContentMaker) =>
    startWith(given, 'PLACEHOLDER_IMPORT', async (tx) => {
      // Two requests at once must not both get the last place.
      await lockItem(tx, item.id)
      const shape = await placeholderFor(tx, item.id, read.value, query.shapeId)
      const content = await contentOf(tx)
      const renditions = await renditionsFor(tx, tagsIn(query.tag), query.storageId)
      const place = { shapeId: siteId(shape), component: read.value }
      return { ...ofItem(item.id), ...content, ...renditions, ...importMetadata(query), ...place }
    })
}

type IntoPlaceholder = JobGiven &
  Pick<Context, 'warn'> & {
    readonly path: { readonly itemId: string; readonly component: string }
    readonly query: ValuesOf<typeof IMPORT> & { readonly shapeId: string | undefined }
  }

/** The shape with a free place for a component. Throws `invalidInput` (wire-media.md §0.5). */
async function placeholderFor(
  tx: EntityManager,
  itemId: number,
  kind: (typeof KINDS)[number],
  shapeId: string | undefined,
): Promise<number> {
  const wanted = shapeId === undefined ? undefined : serialOf(shapeId)
  const shapes = (await shapesOfItems(tx, [itemId])).filter(
    ({ id }) => shapeId === undefined || id === wanted,
  )
  if (shapeId !== undefined && shapes.length === 0) throw notFound('shape', shapeId)
  for (const shape of shapes) if (await hasPlace(tx, shape, kind)) return shape.id
  const value = `${kind.toUpperCase()}_COMPONENT`
  throw invalidInput('job', 'No more components of that type is accepted', value)
}

async function hasPlace(tx: EntityManager, shape: ShapeParts, kind: ComponentKind): Promise<boolean> {
  const expected = shape.expected?.[kind] ?? 0
  const filled = shape.components.filter((one) => one.kind === kind).length
  return expected > filled && expected > filled + (await importsOfShape(tx, shape.id, kind))
}

const adoptFile = operation({
  ...{ title: 'Adopt a file into a placeholder', method: 'POST', role: '_import' },
  path: '/import/placeholder/:itemId/:component/adopt/:fileId',
  description:
    'The same as an import of the file, but its content stays where it is and its job is not returned.',
  query: { shapeId: parameter(string, undefined, 'The shape that it is for.'), ...IMPORT },
}).answer(async (given) => {
  await importComponent.answer({ ...given, query: { ...given.query, fileId: given.path.fileId } } as never)
  return undefined
})

export const PLACEHOLDER_OPERATIONS: readonly Operation[] = [createPlaceholder, importComponent, adoptFile]
