/** Keeps, reads and deletes the thumbnails and posters of items. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { PictureKind } from '../../../metadata/picture-path.ts'
import { execute } from '../../../sql/execute.ts'

export interface PictureParts {
  readonly kind: PictureKind
  readonly version: number
  /** As the wire writes it, such as `50@25`. */
  readonly time: string
  readonly seconds: number
  readonly mimeType: string
  readonly image: Uint8Array
}

/** Replaces the one at that time, which keeps its hash: links to it go on working. */
export async function keepPicture(tx: EntityManager, itemId: number, picture: PictureParts): Promise<void> {
  const { kind, version, time, seconds, mimeType, image } = picture
  await execute(tx, KEEP, [itemId, kind, version, time, seconds, mimeType, Buffer.from(image)])
}

const KEEP = /* sql */ `
insert into callsheet.picture (item_id, kind, version, time, seconds, mime_type, image) values (?, ?, ?, ?, ?, ?, ?)
on conflict (item_id, kind, version, time)
do update set seconds = excluded.seconds, mime_type = excluded.mime_type, image = excluded.image`

/** Those of one item and kind; the version is the last that has any, if it is not given. */
export interface PicturePlace {
  readonly itemId: number
  readonly kind: PictureKind
  readonly version?: number | undefined
}

export interface KeptPicture {
  readonly version: number
  readonly time: string
  readonly hash: string
  readonly mimeType: string
  readonly image: Uint8Array
}

const OF = /* sql */ `
p.item_id = ? and p.kind = ? and p.version = coalesce(?::integer, (
  select max(v.version) from callsheet.picture v where v.item_id = p.item_id and v.kind = p.kind))`

function valuesOf({ itemId, kind, version }: PicturePlace): readonly unknown[] {
  return [itemId, kind, version ?? null]
}

/** In the order of their times, without the images. Index: the primary key. */
export async function listPictures(
  em: EntityManager,
  place: PicturePlace,
): Promise<readonly Omit<KeptPicture, 'image' | 'mimeType'>[]> {
  const sql = `select p.version, p.time, p.hash from callsheet.picture p where ${OF} order by p.seconds, p.time`
  return execute(em, sql, valuesOf(place))
}

/** The picture at that time, however it is written; without a time the first. Undefined if there is none. */
export async function readPicture(
  em: EntityManager,
  place: PicturePlace,
  at?: { readonly time: string; readonly seconds: number },
): Promise<KeptPicture | undefined> {
  const { time = null, seconds = null } = at ?? {}
  const [picture] = await execute<KeptPicture>(em, READ, [...valuesOf(place), seconds, seconds, time])
  return picture
}

const READ = /* sql */ `
select p.version, p.time, p.hash, p.mime_type as "mimeType", p.image from callsheet.picture p
where ${OF} and (?::double precision is null or abs(p.seconds - ?) < 0.000001)
order by p.time = ? desc nulls last, p.seconds, p.time limit 1`

/** Returns how many there were. */
export async function deletePictures(
  tx: EntityManager,
  place: PicturePlace,
  at?: { readonly seconds: number },
): Promise<number> {
  const seconds = at?.seconds ?? null
  const gone = await execute(tx, DELETE, [...valuesOf(place), seconds, seconds])
  return gone.length
}

const DELETE = /* sql */ `
delete from callsheet.picture p
where ${OF} and (?::double precision is null or abs(p.seconds - ?) < 0.000001) returning p.time`

/** Deletes those of all versions. */
export async function forgetPictures(tx: EntityManager, itemId: number, kind: PictureKind): Promise<void> {
  await execute(tx, 'delete from callsheet.picture where item_id = ? and kind = ?', [itemId, kind])
}
