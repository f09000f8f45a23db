/** Chooses the place of a copy on another storage, and announces it (wire-media.md §1.5). */
import { basename } from 'node:path'
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../../schema/ids.ts'
import { pathOnStorage, uriBelow } from '../../../schema/media-uri.ts'
import { usesOfFiles } from '../../../schema/queries/media/items-of-files.ts'
import { announceAt } from '../../../schema/queries/media/reserve-files.ts'
import type { File } from '../../../schema/tables/file.ts'
import { ShapeRow } from '../../../schema/tables/shape.ts'
import type { StorageMethod } from '../../../schema/tables/storage.ts'
import type { Metadata } from '../../../steps/engine/declare/step.ts'
import { insideRoots } from '../../../tasks/files/media-roots.ts'
import { conflict, invalidInput } from '../../http/answer/fault.ts'
import { methodsOf } from '../find-storage.ts'

interface WantedPlace {
  readonly filename?: string | undefined
  readonly useOriginalFilename: boolean
  /** Without a name: in the same folders. */
  readonly keepsFolders?: boolean
}

interface PlaceContext {
  readonly em: EntityManager
  readonly mediaRoots: readonly string[]
}

/**
 * What the job has to know of the place. A name that was asked for is used even if it is taken: the job then
 * fails. Without one, a name that is free. Throws `conflict` if the storage cannot be written to.
 */
export async function placeFor(
  context: PlaceContext,
  file: File,
  storageId: number,
  { filename, useOriginalFilename, keepsFolders = false }: WantedPlace,
): Promise<Metadata> {
  const root = rootToWrite(await methodsOf(context.em, [storageId]))
  if (root === undefined)
    throw conflict('storage', siteId(storageId), 'the storage has no method to write by')
  if (filename !== undefined) {
    const path = pathOnStorage(filename)
    if (path === undefined || filename.endsWith('/'))
      throw invalidInput('filename', 'expected a path below the storage', filename)
    const uri = uriBelow(root, path)
    return told(uri, storageId, await announceAt(context.em, { storageId, path, uri }))
  }
  const original = useOriginalFilename ? await originalName(context.em, file) : undefined
  const path = file.path ?? file.uri
  return freePlace(context, root, storageId, original ?? (keepsFolders ? path : basename(path)))
}

async function freePlace(
  { em, mediaRoots }: PlaceContext,
  root: string,
  storageId: number,
  name: string,
): Promise<Metadata> {
  for (let at = 0; ; at += 1) {
    const path = numbered(name, at)
    const uri = uriBelow(root, path)
    // A file that no scan has seen yet. That of another host is noticed by the job.
    if ('path' in (await insideRoots(uri, mediaRoots))) continue
    const id = await announceAt(em, { storageId, path, uri })
    if (id !== undefined) return told(uri, storageId, id)
  }
}

function told(destinationUri: string, storageId: number, id: number | undefined): Metadata {
  return {
    destinationUri,
    destinationStorageId: siteId(storageId),
    ...(id !== undefined && { destinationFileId: siteId(id) }),
  }
}

/** `a.mov`, `a_1.mov`, `a_2.mov` … Pure. */
export function numbered(name: string, at: number): string {
  if (at === 0) return name
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)}_${at}${name.slice(dot)}` : `${name}_${at}`
}

/** Of the first shape with the file. */
async function originalName(em: EntityManager, { id }: File): Promise<string | undefined> {
  const [use] = await usesOfFiles(em, [id])
  const shape = use && (await em.findOne(ShapeRow, { id: use.shapeId }))
  const name = shape?.metadata['originalFilename']
  return name ? basename(name) : undefined
}

/** Local folders come first. Pure. */
function rootToWrite(methods: readonly Pick<StorageMethod, 'uri' | 'write'>[]): string | undefined {
  const writable = methods.filter(({ write }) => write)
  return (writable.find(({ uri }) => uri.startsWith('file:')) ?? writable[0])?.uri
}
