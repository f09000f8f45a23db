/** Serves shapes that are packages for streaming, file by file, at the URI of their item. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { URIListDocument } from '../../../schema/documents/uri-list.ts'
import { siteId } from '../../../schema/ids.ts'
import { readSigningKey } from '../../../schema/queries/access/signing-key.ts'
import { uriInShape } from '../../../schema/queries/media/shapes/file-of-shape.ts'
import { timeOfDay } from '../../../steps/engine/runtime/clock.ts'
import { openInside } from '../../../tasks/files/open-inside.ts'
import { notFound } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean, integerFrom } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { grantIn, MOST_MINUTES, openRoot, tokenOf } from '../../storage/file/signed-link.ts'
import { shapeAt } from './find-shape.ts'
import { manifestsOf } from './manifests.ts'

const path = '/item/:itemId/shape/:shapeId/package'

const listManifests = operation({
  ...{ title: 'List the manifests of a package', method: 'GET', path, role: '_item_shape_read' },
  description:
    'The URLs that players open, of HLS and DASH; the one that the preset names first. A shape that is no package is 404. ' +
    'Callsheet extension.',
  query: {
    'noauth-url': parameter(boolean, false, 'Whether to list URLs that anyone may read, until they expire.'),
    duration: parameter(integerFrom(1, MOST_MINUTES), MOST_MINUTES, 'How long these are valid, minutes.'),
  },
  ...{ produces: URIListDocument, plain: ({ uri }: URIListDocument) => uri },
}).answer(async ({ path: given, query, em, baseUrl }) => {
  const shape = await shapeAt(em, given)
  const manifests = manifestsOf(shape)
  if (manifests.length === 0) throw notFound('package', given.shapeId)
  const place = `item/${siteId(shape.itemId)}/shape/${siteId(shape.id)}/package`
  const until = timeOfDay() + query.duration * 60_000
  const root = query['noauth-url']
    ? `${openRoot(baseUrl)}/${place}/${tokenOf(grantFor(shape.id, until), await readSigningKey(em))}`
    : `${baseUrl}/${place}`
  return { uri: manifests.map((name) => `${root}/${name}`) }
})

/** One token for all files of a shape: playlists name each other, and segments, by relative names. */
function grantFor(shapeId: number, until: number) {
  return { fileId: `package ${siteId(shapeId)}`, until, disposition: '' }
}

const downloadFile = operation({
  ...{ title: 'Download a file of a package', method: 'GET', path: `${path}/:fileName`, role: '_file_read' },
  description: 'A manifest, a playlist or a segment, whole or a part by `Range`. Callsheet extension.',
  produces: 'file',
}).answer(async ({ path: given, em, tools }) => {
  const { id } = await shapeAt(em, given)
  return fileIn(em, tools, id, given.fileName)
})

const followLink = operation({
  ...{ title: 'Download a file of a package by a link', method: 'GET', auth: 'none', produces: 'file' },
  path: '/APInoauth/item/:itemId/shape/:shapeId/package/:linkToken/:fileName',
  description: 'As `noauth-url=true` gives it. 404 when it has expired. Callsheet extension.',
}).answer(async ({ path: given, em, tools }) => {
  const { linkToken, shapeId, fileName } = given
  // Before anything is looked up, so that a stranger cannot find out which items there are.
  const grant = grantIn(linkToken, `package ${shapeId}`, await readSigningKey(em), timeOfDay())
  if (!grant) throw notFound('package', shapeId)
  const { id } = await shapeAt(em, given)
  return { ...(await fileIn(em, tools, id, fileName)), anyOrigin: true as const }
})

async function fileIn(em: EntityManager, { mediaRoots }: Context['tools'], shapeId: number, name: string) {
  const uri = await uriInShape(em, shapeId, name)
  const opened = uri === undefined ? undefined : await openInside(uri, mediaRoots)
  if (!opened) throw notFound('File', name)
  return { ...opened, name }
}

export const PACKAGES: readonly Operation[] = [listManifests, downloadFile, followLink]
