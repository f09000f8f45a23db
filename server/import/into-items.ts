/**
 * Imports content into items that exist: another shape, a new version of the essence, a file of a storage.
 */
import { JobDocument } from '../../schema/documents/job.ts'
import { MetadataDocument } from '../../schema/documents/metadata.ts'
import { siteId } from '../../schema/ids.ts'
import { readShapeTags } from '../../schema/queries/definitions/shape-tags.ts'
import { createItem } from '../../schema/queries/media/items/write-item.ts'
import { shapesOfItems } from '../../schema/queries/media/shapes/read-shapes.ts'
import { latestOf } from '../../schema/shapes/choose.ts'
import { knownTags } from '../../steps/preset/known-tags.ts'
import { notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'
import { list, string } from '../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../http/request/parameters.ts'
import { findItem } from '../item/find-item.ts'
import { wantedMetadata } from '../item/metadata/wanted-metadata.ts'
import { atFile, findFile } from '../storage/file/file-places.ts'
import { type ContentMaker, contentFor, renditionsFor } from './content-of.ts'
import { IMPORT, importMetadata } from './import-a-uri.ts'
import { warnOfSettings } from './import-settings.ts'
import { type JobGiven, ofItem, startWith, tagsIn } from './job-parameters.ts'

const CONTENT = {
  uri: parameter(string, undefined, 'URI of the content. Either this or `fileId` is required.'),
  fileId: parameter(string, undefined, 'The file on a storage that is the content.'),
} as const

const answer = {
  ...{ produces: JobDocument, plain: ({ jobId }: JobDocument) => jobId, idempotent: true as const },
} as const

const importShape = operation({
  ...{
    title: 'Import a file as another shape',
    method: 'POST',
    path: '/item/:itemId/shape',
    role: '_import',
  },
  description: 'The tags are those of the shape; no renditions are made.',
  ...{ query: { ...IMPORT, ...CONTENT }, ...answer },
}).answer(async (given) => {
  const start = await shapeImport(given)
  return start((tx) => contentFor(tx, given.query))
})

/** Checks the request; what it returns starts the job, given the content. */
export async function shapeImport(given: IntoItem) {
  const { em, path, query, tools } = given
  const item = await findItem(em, path.itemId)
  await warnOfSettings(given, query.settings)
  const tags = tagsIn(query.tag)
  await refuseUnknownTag(em, tags, tools)
  return (content: ContentMaker) =>
    startWith(given, 'SHAPE_IMPORT', async (tx) => ({
      ...ofItem(item.id),
      ...(await content(tx)),
      importTag: tags.length > 0 ? tags.join(',') : 'original',
      noTranscode: 'true',
    }))
}

type IntoItem = JobGiven &
  Pick<Context, 'tools' | 'warn'> & {
    readonly path: { readonly itemId: string }
    readonly query: ValuesOf<typeof IMPORT>
  }

const importEssence = operation({
  ...{ title: 'Import a new version of the essence', method: 'POST', role: '_import' },
  path: '/item/:itemId/shape/essence',
  description: 'The shapes of the versions before stay.',
  ...{ query: { ...IMPORT, ...CONTENT }, ...answer },
}).answer(async (given) => {
  const start = await essenceImport(given)
  return start((tx) => contentFor(tx, given.query))
})

/** The same of a new version of the essence. */
export async function essenceImport(given: IntoItem) {
  const { em, path, query } = given
  const item = await findItem(em, path.itemId)
  await warnOfSettings(given, query.settings)
  return (contentOf: ContentMaker) =>
    startWith(given, 'ESSENCE_VERSION', async (tx) => {
      const shapes = await shapesOfItems(tx, [item.id])
      const isFirst = shapes.every(({ expected }) => expected !== null)
      const essenceVersion = String(isFirst ? 0 : latestOf(shapes) + 1)
      const content = await contentOf(tx)
      const renditions = await renditionsFor(tx, tagsIn(query.tag).filter(notOriginal), query.storageId)
      return { ...ofItem(item.id), ...content, ...renditions, ...importMetadata(query), essenceVersion }
    })
}

/** The tag of every item: its preset makes nothing (wire-media.md §6.1). */
export function notOriginal(tag: string): boolean {
  return tag !== 'original'
}

const importFile = operation({
  ...{ title: 'Import a file of a storage', method: 'POST', ...atFile('/import'), role: '_import' },
  description:
    'Creates an item. The file stays where it is if its storage is LOCAL or SHARED; else it is copied.',
  query: { ...IMPORT, id: parameter(list, [], 'Ids of the item in other systems.') },
  ...{ accepts: MetadataDocument, ...answer },
}).answer(async (given) => {
  const { em, path, query, body, user } = given
  const file = await findFile(em, path)
  await warnOfSettings(given, query.settings)
  const metadata = body && (await wantedMetadata(given, body))
  return startWith(given, 'PLACEHOLDER_IMPORT', async (tx) => {
    const content = await contentFor(tx, { ...query, fileId: siteId(file.id) })
    const renditions = await renditionsFor(tx, tagsIn(query.tag), query.storageId)
    const wanted = { user: user.name, externalIds: query.id, ...(metadata && { metadata }) }
    return { ...ofItem(await createItem(tx, wanted)), ...content, ...renditions, ...importMetadata(query) }
  })
})

/** A tag of a shape has to exist, as a preset or `original` (wire-media.md §3.5). */
export async function refuseUnknownTag(
  em: Context['em'],
  tags: readonly string[],
  { presetFiles }: Context['tools'],
): Promise<void> {
  const known = knownTags(presetFiles, await readShapeTags(em)).map(({ name }) => name)
  const unknown = tags.find((tag) => !known.includes(tag))
  if (unknown !== undefined) throw notFound('shape-tag', unknown, known)
}

export const INTO_ITEMS: readonly Operation[] = [importShape, importEssence, importFile]
