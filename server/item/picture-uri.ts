/** Writes the absolute URIs of thumbnails and posters (wire-media.md §5.5). Pure. */
import { openPicturePath, type PictureKind, picturePath } from '../../schema/metadata/picture-path.ts'

interface Base {
  /** `http://host:8080/API` */
  readonly baseUrl: string
  /** What a client wants instead; without an origin, that of this server is put before it. */
  readonly baseURI?: string | undefined
  /** Whether anyone may read it, without credentials. */
  readonly open: boolean
}

interface Pointed {
  readonly version: number
  readonly time: string
  readonly hash: string
}

export function pictureUri(kind: PictureKind, item: number, picture: Pointed, base: Base): string {
  const path = base.open ? openPicturePath(kind, item, picture) : picturePath(kind, item, picture)
  return `${prefixOf(base)}${path}`
}

function prefixOf({ baseUrl, baseURI, open }: Base): string {
  const origin = baseUrl.replace(/\/API$/, '')
  const prefix = baseURI ?? (open ? '/APInoauth' : '/API')
  return (/^[a-z][a-z\d+.-]*:/i.test(prefix) ? prefix : `${origin}/${prefix.replace(/^\/+/, '')}`).replace(
    /\/+$/,
    '',
  )
}
