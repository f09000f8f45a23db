/** Finds the content that a request imports, and the place on a storage that it goes to. */
import { basename, extname } from 'node:path'
import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf, siteId } from '../../schema/ids.ts'
import { usesOfFiles } from '../../schema/queries/media/items-of-files.ts'
import { announceFile, importingJob, reserveFileIds } from '../../schema/queries/media/reserve-files.ts'
import { storageFor, type WritableStorage } from '../../schema/queries/media/storages.ts'
import { File } from '../../schema/tables/file.ts'
import { StorageRow } from '../../schema/tables/storage.ts'
import type { Metadata } from '../../steps/engine/declare/step.ts'
import { reservedKey } from '../../steps/item/reserved-key.ts'
import { pathOf } from '../../tasks/files/media-roots.ts'
import { conflict, invalidInput, notFound } from '../http/answer/fault.ts'
import { serialIn } from '../storage/find-storage.ts'

/** What a request says of the content: one of URI and file. */
export interface WantedContent {
  readonly uri?: string | undefined
  readonly fileId?: string | undefined
  readonly filename?: string | undefined
  readonly storageId?: string | undefined
  readonly allowReimport?: boolean | undefined
}

/** Makes, in the transaction of a job, what the job has to know of its content. */
export type ContentMaker = (tx: EntityManager) => Promise<Metadata>

/** What a job has to know of its content. */
export async function contentFor(tx: EntityManager, wanted: WantedContent): Promise<Metadata> {
  const { uri, fileId } = wanted
  if ((uri === undefined) === (fileId === undefined))
    throw invalidInput('job', 'expected either uri or fileId', uri)
  return fileId === undefined ? ofUri(tx, uri ?? '', wanted) : ofFile(tx, fileId, wanted)
}

async function ofUri(tx: EntityManager, uri: string, wanted: WantedContent): Promise<Metadata> {
  await refuseReimport(tx, { uri }, wanted)
  const name = wanted.filename ?? nameIn(uri)
  const storage = await storageWanted(tx, wanted.storageId)
  const file = await announceFile(tx, storage, extname(name))
  return {
    sourceUri: uri,
    destinationUri: file.uri,
    fileId: siteId(file.id),
    sourceFileIds: siteId(file.id),
    originalFilename: name,
  }
}

/** A file on a storage of this server stays where it is; one on any other is copied. */
async function ofFile(tx: EntityManager, fileId: string, wanted: WantedContent): Promise<Metadata> {
  const file = await tx.findOne(File, { id: serialOf(fileId) ?? 0 })
  if (!file) throw notFound('File', fileId)
  await refuseReimport(tx, { fileId: file.id, uri: file.uri }, wanted)
  const storage = await tx.findOne(StorageRow, { id: file.storageId ?? 0 })
  const name = wanted.filename ?? basename(file.path ?? nameIn(file.uri))
  const known = { sourceUri: file.uri, originalFilename: name, fileId: siteId(file.id) }
  if (!storage || ['LOCAL', 'SHARED'].includes(storage.type)) return { ...known, sourceFileIds: known.fileId }
  const copy = await announceFile(tx, await storageWanted(tx, wanted.storageId), extname(name))
  return { ...known, destinationUri: copy.uri, fileId: siteId(copy.id), sourceFileIds: known.fileId }
}

async function refuseReimport(
  tx: EntityManager,
  source: { readonly fileId?: number; readonly uri: string },
  { allowReimport = false }: WantedContent,
): Promise<void> {
  if (allowReimport) return
  const job = await importingJob(tx, source)
  const named = source.fileId === undefined ? source.uri : siteId(source.fileId)
  if (job !== undefined) throw invalidInput('job', `The file is being imported [${siteId(job)}]`, named)
  const [use] = source.fileId === undefined ? [] : await usesOfFiles(tx, [source.fileId])
  if (use) throw invalidInput('job', `The file belongs to an item [${siteId(use.itemId)}]`, named)
}

/** The folder for renditions and an id for each of their files. */
export async function renditionsFor(
  tx: EntityManager,
  tags: readonly string[],
  storageId: string | undefined,
): Promise<Metadata> {
  if (tags.length === 0) return {}
  const { uri } = await storageWanted(tx, storageId)
  const ids = await reserveFileIds(tx, tags.length)
  const reserved = ids.map((id, at) => [reservedKey(at), siteId(id)] as const)
  return { tags: tags.join(','), renditionUri: uri, ...Object.fromEntries(reserved) }
}

/** Throws `notFound` for an unknown storage, and `conflict` if none takes new files. */
export async function storageWanted(
  tx: EntityManager,
  storageId: string | undefined,
): Promise<WritableStorage> {
  const wanted = storageId === undefined ? undefined : serialIn(storageId)
  const found = await storageFor(tx, { wanted })
  if (found) return found
  if (storageId !== undefined && !(await tx.findOne(StorageRow, { id: wanted ?? 0 })))
    throw notFound('Storage', storageId)
  const reason = 'no LOCAL storage in use has a method to write by, and room below its high watermark'
  throw conflict(
    'storage',
    storageId ?? '',
    storageId === undefined ? reason : 'the storage cannot be written to',
  )
}

/** `file:///in/a%20b.mov?x` → `a b.mov`. */
export function nameIn(uri: string): string {
  const parsed = pathOf(uri)
  if (!('refused' in parsed)) return basename(parsed.path)
  try {
    return basename(decodeURIComponent(new URL(uri).pathname))
  } catch {
    return basename(uri)
  }
}
