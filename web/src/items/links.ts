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

/** A shape that a browser may be able to play or show. */
export interface Playable {
  readonly shapeId: string
  readonly tag: string
  readonly mimeType: string
  /** Undefined for a package: the server has to be asked for its manifest. */
  readonly url: string | undefined
}

/** Those of a kind that browsers decode, the originals last: copies are made for browsers. */
export function playablesOf(shapes: readonly Shape[]): readonly Playable[] {
  const all = shapes.flatMap((shape) => playable(shape) ?? [])
  const isOriginal = ({ tag }: Playable) => tag === 'original'
  return [...all.filter((one) => !isOriginal(one)), ...all.filter(isOriginal)]
}

function playable(shape: Shape): Playable | undefined {
  const { id = '', tag: [tag = ''] = [], mimeType: types = [] } = shape
  if (isPackage(shape)) return { shapeId: id, tag, mimeType: HLS, url: undefined }
  const url = linkOf(shape)
  const mimeType = types.find((type) => SHOWN.test(type))
  return url === undefined || mimeType === undefined ? undefined : { shapeId: id, tag, mimeType, url }
}

const HLS = 'application/vnd.apple.mpegurl'
const SHOWN =
  /^(video\/(mp4|webm|quicktime)|audio\/(mpeg|mp4|aac|wav|x-wav|ogg|webm|flac)|image\/(jpeg|png|gif|webp))$/

/** Many files for streaming, of which no one alone is worth a download. */
function isPackage({ containerComponent }: Shape): boolean {
  return ['hls', 'dash'].includes(containerComponent?.format ?? '')
}

/** The link to the file of a shape, if the file is there. */
export function linkOf(shape: Shape): string | undefined {
  if (isPackage(shape)) return undefined
  const [file] = shape.containerComponent?.file ?? []
  const [link] = file?.state === 'CLOSED' ? (file.uri ?? []) : []
  return link?.includes('/APInoauth/') ? openUrl(link) : undefined
}
