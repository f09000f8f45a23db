/** Writes the paths of thumbnails and posters (wire-media.md §0.3). Pure. */
import { siteId } from '../ids.ts'

/** The only thumbnail resource. */
export const THUMBNAIL_RESOURCE = siteId(1)

/** `/thumbnail/VX-1/VX-9;version=0/3000@50`, below `/API`. Without a picture: the list of all. */
export function picturePath(
  kind: 'thumbnail' | 'poster',
  item: number,
  { version, time }: { readonly version: number; readonly time?: string },
): string {
  const list = `/${kind}/${THUMBNAIL_RESOURCE}/${siteId(item)};version=${version}`
  return time === undefined ? list : `${list}/${time}`
}
