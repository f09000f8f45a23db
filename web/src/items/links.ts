/** Links to the pictures and files of items, for elements that cannot send credentials. */
import { API } from '../api/base.ts'
import { type Item, type Shape, valuesOf } from '../api/items/item.ts'

/** Resolved here, because the server may know itself by another name than the browser does. */
export function openUrl(link: string): string {
  const from = link.indexOf('/APInoauth/')
  return from < 0 ? link : new URL(`..${link.slice(from)}`, API).href
}

/** The URL of the picture that stands for the item. */
export function pictureOf(item: Item): string | undefined {
  const [link] = valuesOf(item, 'representativeThumbnailNoAuth')
  return link === undefined ? undefined : openUrl(link)
}

/** A file of a shape that a browser may be able to play or show. */
export interface Playable {
  readonly tag: string
  readonly mimeType: string
  readonly url: string
}

/** The first of a kind that browsers decode: copies are made for them, an original rarely is. */
export function playableOf(shapes: readonly Shape[]): Playable | undefined {
  const all = shapes.flatMap((shape) => playable(shape) ?? [])
  return all.find(({ tag }) => tag !== 'original') ?? all[0]
}

function playable(shape: Shape): Playable | undefined {
  const url = linkOf(shape)
  const mimeType = shape.mimeType?.find((type) => SHOWN.test(type))
  if (url === undefined || mimeType === undefined) return undefined
  return { tag: shape.tag?.[0] ?? '', mimeType, url }
}

const SHOWN =
  /^(video\/(mp4|webm|quicktime)|audio\/(mpeg|mp4|aac|wav|x-wav|ogg|webm|flac)|image\/(jpeg|png|gif|webp))$/

/** The link to the file of a shape, if the file is there. */
export function linkOf(shape: Shape): string | undefined {
  const [file] = shape.containerComponent?.file ?? []
  const [link] = file?.state === 'CLOSED' ? (file.uri ?? []) : []
  return link?.includes('/APInoauth/') ? openUrl(link) : undefined
}
