/** Serves thumbnails and posters by URLs with a hash, which is as good as credentials. */
import { timingSafeEqual } from 'node:crypto'
import type { PictureKind } from '../../schema/metadata/picture-path.ts'
import { readPicture } from '../../schema/queries/media/items/pictures.ts'
import { Fault, forbidden } from '../http/answer/fault.ts'
import { type Operation, operation } from '../http/operation.ts'
import { string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { findItem } from '../item/find-item.ts'
import { refuseOtherResource, sendable, timeOf, VERSION } from './place.ts'

/** What does not exist is refused like a wrong hash: a stranger cannot find out which items there are. */
export function openPicture(kind: PictureKind): Operation {
  return operation({
    title: `Retrieve a ${kind} without credentials`,
    description:
      'Requires the `hash` of the URL, which metadata (`representativeThumbnailNoAuth`) and `noauth-url=true` show.',
    ...{ method: 'GET', path: `/APInoauth/${kind}/:resourceId/:itemId/:time`, auth: 'none' },
    query: { ...VERSION, hash: parameter(string, '', 'The hash of the picture. Required.') },
    produces: 'file',
  }).answer(async ({ em, path, query: { version, hash } }) => {
    const when = timeOf(path.time)
    refuseOtherResource(path.resourceId)
    const item = await findItem(em, path.itemId).catch(unlessFault)
    const picture = item && (await readPicture(em, { itemId: item.id, kind, version }, when))
    if (!picture || !isSame(picture.hash, hash))
      throw forbidden('the hash is not that of this picture', { context: 'hash', id: path.itemId })
    return { ...sendable(item.id, picture), anyOrigin: true }
  })
}

function unlessFault(error: unknown): undefined {
  if (!(error instanceof Fault)) throw error
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}
