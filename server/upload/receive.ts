/** Receives an upload: at once, or in chunks in any order, by any server (wire-media.md §3.3). */
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { basename, dirname } from 'node:path'
import type { EntityManager } from '@mikro-orm/postgresql'
import { uriBelow } from '../../schema/media-uri.ts'
import type { WritableStorage } from '../../schema/queries/media/storages.ts'
import {
  addToUpload,
  beginUpload,
  endUpload,
  lockUpload,
  type UploadRow,
} from '../../schema/queries/media/uploads/uploads.ts'
import { isWhole } from '../../schema/shapes/byte-spans.ts'
import { land, replaceFile } from '../../tasks/files/land.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import { openFolder, removeFile } from '../../tasks/files/open-folder.ts'
import { conflict, invalidInput } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { NOTHING } from '../http/operation.ts'
import { integerFrom, string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { type Chunk, chunkOf, refuseOther } from './chunk.ts'
import { writeBody } from './write-body.ts'

export const UPLOAD = {
  transferId: parameter(
    string,
    undefined,
    'Chosen by the client. Required for an upload in chunks, whose requests have the headers `size` (of the whole) and `index` (of the first byte of the chunk).',
  ),
  transferPriority: parameter(integerFrom(1, 1000), undefined, 'Shown by `GET /transfer`.'),
} as const

export interface UploadGiven extends Pick<Context, 'em' | 'user' | 'tools'> {
  readonly query: {
    readonly transferId: string | undefined
    readonly transferPriority: number | undefined
    readonly filename?: string | undefined
  }
  readonly body: IncomingMessage | undefined
}

/** What is to become of an upload. */
export interface UploadTarget<T> {
  /** The operation and its path; a `transferId` is for one only. */
  readonly for: string
  /** The storage, and the folder on it: its root, or that of a file. */
  readonly storage: () => Promise<WritableStorage>
  /** Called once it is whole. */
  readonly use: (upload: ReceivedUpload) => Promise<T>
  /** The answer to a chunk that comes again when the upload has become a file. */
  readonly again: (fileId: number) => Promise<T>
}

/** An upload that is whole. */
export interface ReceivedUpload {
  readonly bytes: number
  /** Undefined of chunks: it is computed later. */
  readonly sha1: string | undefined
  readonly storage: WritableStorage
  /**
   * Gives it the name of a file at this URI in its folder, in the transaction: `false` if the name is taken.
   * If the transaction fails, the name is free again.
   */
  readonly land: (tx: EntityManager, file: { readonly id: number; readonly uri: string }) => Promise<boolean>
  /** The same, but it takes the place of the file that has the name. */
  readonly replace: (tx: EntityManager, file: { readonly id: number; readonly uri: string }) => Promise<void>
}

export async function receive<T>(given: UploadGiven, target: UploadTarget<T>): Promise<T | typeof NOTHING> {
  const { body } = given
  if (!body) throw invalidInput('body', 'expected bytes, got nothing')
  const chunk = chunkOf(body.headers, given.query.transferId)
  return chunk ? receiveChunk({ ...given, body }, chunk, target) : receiveWhole({ ...given, body }, target)
}

type GivenBody = UploadGiven & { readonly body: IncomingMessage }

async function receiveWhole<T>(given: GivenBody, target: UploadTarget<T>): Promise<T> {
  const storage = await target.storage()
  const partial = await pathAt(uriBelow(storage.uri, `.upload.${randomUUID()}.partial`), given)
  try {
    const written = await writeTo(partial, given.body)
    if (written.bytes === 0) throw invalidInput('body', 'expected bytes, got none')
    return await landing({ ...written, partial, storage }, given, target)
  } finally {
    await removeFile(partial)
  }
}

async function receiveChunk<T>(
  given: GivenBody,
  chunk: Chunk,
  target: UploadTarget<T>,
): Promise<T | typeof NOTHING> {
  const { em, user } = given
  const upload = await begun(given, chunk, target)
  refuseOther(upload, { ...chunk, user: user.name, for: target.for })
  const { id, size, request } = upload
  if (request.fileId !== undefined) return target.again(request.fileId)
  const partial = await pathAt(upload.path, given)
  if (!isWhole(upload.ranges, size)) {
    const { bytes } = await writeTo(partial, given.body, { at: chunk.index, most: size - chunk.index })
    const ranges = await em.transactional((tx) => addToUpload(tx, id, [chunk.index, chunk.index + bytes]))
    if (!ranges)
      throw conflict('transferId', id, 'the transfer was dropped, because it was idle for too long')
    if (!isWhole(ranges, size)) return NOTHING
  }
  try {
    const { storage } = request
    const answer = await landing({ bytes: size, sha1: undefined, partial, storage, id }, given, target)
    await removeFile(partial)
    return answer
  } catch (error) {
    if (!(error instanceof AlreadyAFile)) throw error
    // A chunk that came late has made it again.
    await removeFile(partial)
    return target.again(error.fileId)
  }
}

/** The transfer of a chunk, which its first one begins, whichever that is. */
async function begun<T>(
  { em, user, query }: GivenBody,
  { id, size }: Chunk,
  target: UploadTarget<T>,
): Promise<UploadRow> {
  const storage = await target.storage()
  const { transferPriority: priority, filename: name } = query
  const said = { ...(priority !== undefined && { priority }), ...(name !== undefined && { name }) }
  return beginUpload(em, {
    ...{ id, size, user: user.name },
    path: uriBelow(storage.uri, `.upload.${randomUUID()}.partial`),
    request: { for: target.for, storage, ...said },
  })
}

class AlreadyAFile extends Error {
  override readonly name = 'AlreadyAFile'
  readonly fileId: number

  constructor(fileId: number) {
    super('the upload has become a file')
    this.fileId = fileId
  }
}

type Whole = Pick<ReceivedUpload, 'bytes' | 'sha1' | 'storage'> & {
  readonly partial: string
  /** Of an upload in chunks. */
  readonly id?: string
}

async function landing<T>(whole: Whole, given: GivenBody, { use }: UploadTarget<T>): Promise<T> {
  const finals: string[] = []
  const { partial, id, ...received } = whole
  const claim = async (tx: EntityManager, fileId: number) => {
    if (id === undefined) return
    const before = await lockUpload(tx, id)
    if (before !== undefined) throw new AlreadyAFile(before)
    await endUpload(tx, id, fileId)
  }
  try {
    return await use({
      ...received,
      async land(tx, file) {
        await claim(tx, file.id)
        const final = await pathAt(file.uri, given)
        if ((await land(partial, final)) === 'taken') return false
        finals.push(final)
        return true
      },
      async replace(tx, file) {
        await claim(tx, file.id)
        await replaceFile(partial, await pathAt(file.uri, given))
      },
    })
  } catch (error) {
    for (const final of finals) await removeFile(final)
    throw error
  }
}

/** The path of a file in a folder of a storage. Throws `conflict` if this server does not have the folder. */
async function pathAt(uri: string, { tools }: Pick<Context, 'tools'>): Promise<string> {
  const place = await insideRoots(uri, tools.mediaRoots)
  if ('refused' in place) throw conflict('storage', uri, place.refused)
  return 'path' in place ? place.path : place.missing
}

async function writeTo(partial: string, body: IncomingMessage, where: { at?: number; most?: number } = {}) {
  await using file = await openPartial(partial)
  return await writeBody(body, file, where)
}

/** Chunks of the same upload write to it at once. */
async function openPartial(path: string): Promise<FileHandle> {
  await using folder = await openFolder(dirname(path), { create: true })
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW
  return await open(folder.at(basename(path)), flags)
}
