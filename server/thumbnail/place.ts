/** What the paths and parameters of thumbnails and posters name (wire-media.md §5.5). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../schema/ids.ts'
import { type PictureKind, THUMBNAIL_RESOURCE } from '../../schema/metadata/picture-path.ts'
import type { KeptPicture, PicturePlace } from '../../schema/queries/media/items/pictures.ts'
import { secondsOf, timeCodeFrom } from '../../schema/time-code.ts'
import { invalidInput, notFound } from '../http/answer/fault.ts'
import { contentTag } from '../http/file/content-tag.ts'
import type { Sendable } from '../http/file/send-file.ts'
import { integerFrom } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { findItem } from '../item/find-item.ts'

/** As a query or, as clients write it, at the item: `/thumbnail/VX-1/VX-9;version=0`. */
export const VERSION = {
  version: parameter(
    integerFrom(0, 2_147_483_647),
    undefined,
    'The version of the essence. Default: the last one with pictures.',
  ),
} as const

/** The only resource. Throws `notFound` for another. */
export function refuseOtherResource(id: string): void {
  if (id !== THUMBNAIL_RESOURCE) throw notFound('resource', id, [THUMBNAIL_RESOURCE])
}

interface Asked {
  readonly path: { readonly resourceId: string; readonly itemId: string }
  readonly query: { readonly version: number | undefined }
  readonly em: EntityManager
}

/** Throws `notFound` for an unknown resource or item. */
export async function placeOf(kind: PictureKind, { path, query, em }: Asked): Promise<PicturePlace> {
  refuseOtherResource(path.resourceId)
  const { id } = await findItem(em, path.itemId)
  return { itemId: id, kind, version: query.version }
}

/** `3000@50`, `5@PAL`, and seconds: `0`. Throws `invalidInput`. */
export function timeOf(text: string): { readonly time: string; readonly seconds: number } {
  const time = timeCodeFrom(text)
  if (!time || time.samples < 0) throw invalidInput('time', 'expected a time code such as 50@25', text)
  return { time: text, seconds: secondsOf(time) }
}

/** The image as an answer, named by its item and time. */
export function sendable(item: number, { time, mimeType, image }: KeptPicture): Sendable {
  const extension = mimeType === 'image/png' ? '.png' : '.jpg'
  const name = `${siteId(item)}-${time.replaceAll(/[^\w]/g, '-')}${extension}`
  return { name, bytes: image, tag: contentTag(image) }
}
