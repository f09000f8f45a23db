/** Shows where the thumbnails and posters of an item are listed: `/item/{i}/thumbnailresource`. */
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import { type PictureKind, picturePath } from '../../schema/metadata/picture-path.ts'
import { listPictures } from '../../schema/queries/media/items/pictures.ts'
import { shapesOfItems } from '../../schema/queries/media/shapes/read-shapes.ts'
import { latestOf } from '../../schema/shapes/choose.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'
import { findItem } from '../item/find-item.ts'
import { VERSION } from './place.ts'

const plain = ({ uri }: URIListDocument) => uri

function retrieve(kind: PictureKind): Operation {
  return operation({
    title: `Retrieve the URL of the ${kind}s of an item`,
    description:
      'The URL of their list, absolute unless RELATIVE_THUMBNAIL_URIS is set. Empty if there are none.',
    ...{ method: 'GET', path: `/item/:itemId/${kind}resource`, role: '_thumbnail_read' },
    ...{ query: VERSION, produces: URIListDocument, plain },
  }).answer(async ({ em, path, query, baseUrl, settings }) => {
    const { id } = await findItem(em, path.itemId)
    const [first] = await listPictures(em, { itemId: id, kind, version: query.version })
    return {
      uri: first ? [rootOf(baseUrl, settings) + picturePath(kind, id, { version: first.version })] : [],
    }
  })
}

function prepare(kind: PictureKind): Operation {
  return operation({
    title: `Prepare the list of the ${kind}s of an item`,
    description:
      'The same, for a client that writes the first picture: the URL of the list, even if it is empty.',
    ...{ method: 'PUT', path: `/item/:itemId/${kind}resource`, role: '_thumbnail_write' },
    ...{ query: VERSION, produces: URIListDocument, plain },
  }).answer(async ({ em, path, query, baseUrl, settings }) => {
    const { id } = await findItem(em, path.itemId)
    const version = query.version ?? latestOf(await shapesOfItems(em, [id]))
    return { uri: [rootOf(baseUrl, settings) + picturePath(kind, id, { version })] }
  })
}

/** Some clients put the host before the path themselves (wire-media.md §11). */
export function rootOf(
  baseUrl: string,
  { relativeThumbnailUris }: Pick<Context['settings'], 'relativeThumbnailUris'>,
): string {
  return relativeThumbnailUris ? new URL(baseUrl).pathname : baseUrl
}

export function resourceUrlsOf(kind: PictureKind): readonly Operation[] {
  return [retrieve(kind), prepare(kind)]
}
