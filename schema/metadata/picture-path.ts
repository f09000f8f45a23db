/** Chooses thumbnails and posters, and writes their paths (wire-media.md §0.3). Pure. */
import { siteId } from '../ids.ts'

/** The only thumbnail resource. */
export const THUMBNAIL_RESOURCE = siteId(1)

export const PICTURE_KINDS = ['thumbnail', 'poster'] as const
export type PictureKind = (typeof PICTURE_KINDS)[number]

/** `/thumbnail/VX-1/VX-9;version=0/3000@50`, below `/API`. Without a picture: the list of all. */
export function picturePath(
  kind: PictureKind,
  item: number,
  { version, time }: { readonly version: number; readonly time?: string },
): string {
  const list = `/${kind}/${THUMBNAIL_RESOURCE}/${siteId(item)};version=${version}`
  return time === undefined ? list : `${list}/${time}`
}

interface Open {
  readonly version: number
  readonly time: string
  readonly hash: string
}

/** The same with what lets anyone read it, below `/APInoauth`. */
export function openPicturePath(kind: PictureKind, item: number, picture: Open): string {
  return `${picturePath(kind, item, picture)}?hash=${picture.hash}`
}

/** The pictures of a version; `latest` is the last one that has any. */
export function picturesOfVersion<P extends { readonly version: number }>(
  pictures: readonly P[],
  version: number | 'latest' | 'all',
): readonly P[] {
  if (version === 'all') return pictures
  const wanted = version === 'latest' ? Math.max(...pictures.map((one) => one.version)) : version
  return pictures.filter((one) => one.version === wanted)
}
