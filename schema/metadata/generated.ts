/** Computes the fields that follow from an item and what is around it (wire-media.md §2.5). Pure. */
import { siteId } from '../ids.ts'
import type { Facts, Timespan } from '../media.ts'
import type { FileAround, ItemSurroundings } from '../queries/media/items/read-surroundings.ts'
import { openPicturePath, picturePath, picturesOfVersion } from './picture-path.ts'

/** A generated field and its values. */
export interface Generated {
  readonly name: string
  readonly values: readonly string[]
}

/** The part of an item that generated fields are computed from. */
export interface ItemFacts {
  readonly id: number
  readonly created: Date
  readonly user: string
  readonly facts: Facts
  readonly modified: Date
  readonly metadata: readonly Timespan[]
}

export function generatedFields(item: ItemFacts, around: ItemSurroundings): readonly Generated[] {
  const fields: Readonly<Record<string, string | readonly string[]>> = {
    ...{ itemId: siteId(item.id), created: item.created.toISOString(), user: item.user, mediaType: 'none' },
    ...item.facts,
    ...shapeFields(around),
    ...fileFields(around),
    ...collectionFields(around),
    ...pictureFields(item.id, around),
    ...{ __user: item.user, __metadata_last_modified: item.modified.toISOString() },
    ...{ __sequence_size: String(around.sequences) },
  }
  return Object.entries(fields)
    .filter(([name]) => NAME.test(name))
    .map(([name, values]) => ({ name, values: [values].flat() }))
    .filter(({ values }) => values.length > 0)
}

/** A shape tag that is no name of a field gets no fields of its own. */
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/

function shapeFields({ shapes }: ItemSurroundings): Readonly<Record<string, string | readonly string[]>> {
  const whole = shapes.filter(({ placeholder }) => !placeholder)
  const versions = distinct(shapes.map(({ version }) => String(version)))
  const created = whole.map((shape) => new Date(shape.created).toISOString()).toSorted()
  return {
    shapeTag: distinct(shapes.flatMap(({ tags }) => tags)),
    __shape: whole.map(({ id }) => siteId(id)),
    __shape_size: String(whole.length),
    __placeholder_shape_size: String(shapes.length - whole.length),
    __shape_last_added: created.slice(-1),
    __version: versions,
    __version_count: String(versions.length),
  }
}

function fileFields({
  shapes,
  files,
}: ItemSurroundings): Readonly<Record<string, string | readonly string[]>> {
  const all = storagesOf(files)
  const byTag = distinct(shapes.flatMap(({ tags }) => tags)).flatMap((tag) => {
    const tagged = shapes.filter(({ tags }) => tags.includes(tag)).map(({ id }) => id)
    const ofTag = files.filter(({ shape }) => tagged.includes(shape))
    const storages = storagesOf(ofTag)
    const hashes = distinct(ofTag.flatMap(({ sha1 }) => sha1 ?? []))
    return [
      [`__storage_${tag}`, storages],
      [`__storage_${tag}_size`, String(storages.length)],
      [`__shapetag_${tag}_hash`, hashes.length > 1 ? 'multiple' : hashes],
    ] as const
  })
  return {
    ...{ __storage: all, __storage_size: String(all.length), __storagegroup_size: '0' },
    ...Object.fromEntries(byTag),
  }
}

function storagesOf(files: readonly FileAround[]): readonly string[] {
  return distinct(files.flatMap(({ storage }) => (storage === null ? [] : [siteId(storage)])))
}

function collectionFields({ collections, ancestors }: ItemSurroundings) {
  return {
    __collection: collections.map(siteId),
    __collection_size: String(collections.length),
    __ancestor_collection: ancestors.map(siteId),
    __ancestor_collection_size: String(ancestors.length),
  }
}

function pictureFields(id: number, { thumbnails }: ItemSurroundings) {
  const [first] = picturesOfVersion(thumbnails, 'latest')
  if (!first) return {}
  return {
    representativeThumbnail: `/API${picturePath('thumbnail', id, first)}`,
    representativeThumbnailNoAuth: `/APInoauth${openPicturePath('thumbnail', id, first)}`,
  }
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
