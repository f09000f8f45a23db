/** Lists, reads, writes and deletes the thumbnails and posters of items (wire-media.md §5.5). */
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import type { PictureKind } from '../../schema/metadata/picture-path.ts'
import {
  deletePictures,
  forgetPictures,
  keepPicture,
  listPictures,
  readPicture,
} from '../../schema/queries/media/items/pictures.ts'
import { indexItem } from '../../schema/queries/media/items/write-item.ts'
import { shapesOfItems } from '../../schema/queries/media/shapes/read-shapes.ts'
import { latestOf } from '../../schema/shapes/choose.ts'
import { notFound } from '../http/answer/fault.ts'
import { FileInstead, type Operation, operation } from '../http/operation.ts'
import { boolean } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { changeItem } from '../item/change-item.ts'
import { pictureUri } from '../item/picture-uri.ts'
import { imageIn } from './image-in.ts'
import { placeOf, refuseOtherResource, sendable, timeOf, VERSION } from './place.ts'

const plain = ({ uri }: URIListDocument) => uri

/** A thumbnail only for a client that names images; a poster for any that names no format of a document. */
const WANTS_IMAGE: Readonly<Record<PictureKind, (accept: string | undefined) => boolean>> = {
  thumbnail: (accept = '') => /image\//i.test(accept) && !DOCUMENTS.test(accept),
  poster: (accept = '') => !DOCUMENTS.test(accept),
}
const DOCUMENTS = /application\/|text\//i

const URLS = {
  url: parameter(boolean, false, 'Whether to list URLs rather than time codes.'),
  'noauth-url': parameter(boolean, false, 'Whether to list URLs that anyone may read, without credentials.'),
} as const

function listOf(kind: PictureKind): Operation {
  return operation({
    title: `List the ${kind}s of an item`,
    description:
      `Time codes, which follow the URL of the list. A client that accepts ${kind === 'poster' ? 'anything' : 'images'}, ` +
      'and names no format of a document, gets the first image.',
    ...{ method: 'GET', path: `/${kind}/:resourceId/:itemId`, role: '_thumbnail_read' },
    query: { ...VERSION, ...URLS },
    ...{ produces: URIListDocument, plain, orFile: WANTS_IMAGE[kind] },
  }).answer(async (given) => {
    const { em, query, baseUrl, path, wantsFile } = given
    const place = await placeOf(kind, given)
    if (wantsFile) {
      const first = await readPicture(em, place)
      if (!first) throw notFound(kind, path.itemId)
      return new FileInstead(sendable(place.itemId, first))
    }
    const pictures = await listPictures(em, place)
    const open = query['noauth-url']
    if (!query.url && !open) return { uri: pictures.map(({ time }) => time) }
    return { uri: pictures.map((picture) => pictureUri(kind, place.itemId, picture, { baseUrl, open })) }
  })
}

const at = (kind: PictureKind) => `/${kind}/:resourceId/:itemId/:time` as const

function retrieve(kind: PictureKind): Operation {
  return operation({
    title: `Retrieve a ${kind}`,
    description: 'The image, JPEG or PNG. The time may be written in any time base.',
    ...{ method: 'GET', path: at(kind), role: '_thumbnail_read', query: VERSION, produces: 'file' },
  }).answer(async (given) => {
    const place = await placeOf(kind, given)
    const picture = await readPicture(given.em, place, timeOf(given.path.time))
    if (!picture) throw notFound(kind, given.path.time)
    return sendable(place.itemId, picture)
  })
}

function write(kind: PictureKind): Operation {
  return operation({
    title: `Write a ${kind}`,
    description: `The body is the image, JPEG or PNG. Replaces the ${kind} at that time. Answers its URL.`,
    ...{ method: 'PUT', path: at(kind), role: '_thumbnail_write', accepts: 'bytes', needsBody: true },
    query: {
      version: { ...VERSION.version, description: 'The version of the essence. Default: the latest.' },
    },
    produces: 'text',
  }).answer(async ({ em, path, query, body, settings, baseUrl }) => {
    refuseOtherResource(path.resourceId)
    const when = timeOf(path.time)
    const picture = await imageIn(body, settings)
    return changeItem(em, path.itemId, async (tx, { id }) => {
      const version = query.version ?? latestOf(await shapesOfItems(tx, [id]))
      await keepPicture(tx, id, { kind, version, ...when, ...picture })
      await indexItem(tx, id)
      return pictureUri(kind, id, { version, time: path.time, hash: '' }, { baseUrl, open: false })
    })
  })
}

function remove(kind: PictureKind): Operation {
  return operation({
    title: `Delete a ${kind}`,
    ...{ method: 'DELETE', path: at(kind), role: '_thumbnail_write', query: VERSION },
  }).answer(async ({ em, path, query }) => {
    refuseOtherResource(path.resourceId)
    const when = timeOf(path.time)
    await changeItem(em, path.itemId, async (tx, { id }) => {
      const gone = await deletePictures(tx, { itemId: id, kind, version: query.version }, when)
      if (gone === 0) throw notFound(kind, path.time)
      await indexItem(tx, id)
    })
    return undefined
  })
}

function removeAll(kind: PictureKind): Operation {
  return operation({
    title: `Delete the ${kind}s of an item`,
    ...{ method: 'DELETE', path: `/${kind}/:resourceId/:itemId`, role: '_thumbnail_write' },
    query: {
      version: {
        ...VERSION.version,
        description: 'Only those of this version of the essence. Default: all.',
      },
    },
  }).answer(async ({ em, path, query }) => {
    refuseOtherResource(path.resourceId)
    await changeItem(em, path.itemId, async (tx, { id }) => {
      const { version } = query
      await (version === undefined
        ? forgetPictures(tx, id, kind)
        : deletePictures(tx, { itemId: id, kind, version }))
      await indexItem(tx, id)
    })
    return undefined
  })
}

export function operationsOn(kind: PictureKind): readonly Operation[] {
  return [listOf(kind), retrieve(kind), write(kind), remove(kind), removeAll(kind)]
}
