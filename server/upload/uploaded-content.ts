/** An upload as the content of an import: a file on a storage, named by its id. */
import { basename, extname } from 'node:path'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { JobDocument } from '../../schema/documents/job.ts'
import { siteId } from '../../schema/ids.ts'
import { announceFile } from '../../schema/queries/media/reserve-files.ts'
import { jobOfFile, recordContent } from '../../schema/queries/media/uploads/uploads.ts'
import type { Metadata } from '../../steps/engine/declare/step.ts'
import { conflict, notFound } from '../http/answer/fault.ts'
import type { NOTHING } from '../http/operation.ts'
import { type ContentMaker, storageWanted } from '../import/content-of.ts'
import { jobDocument } from '../job/document/job-document.ts'
import { findJob } from '../job/request/find-job.ts'
import { extensionOf } from './extension.ts'
import { type ReceivedUpload, receive, type UploadGiven } from './receive.ts'

type ImportGiven = UploadGiven & {
  readonly query: { readonly storageId: string | undefined; readonly fileExtension?: string | undefined }
}

/** Creates the rest of what a job needs, given its content; the same for content that is no upload. */
export type StartImport = (content: ContentMaker) => Promise<JobDocument>

/** Receives the content, and starts its import. `target`: the method and the path of the request. */
export async function importUpload(
  given: ImportGiven,
  target: string,
  start: StartImport,
): Promise<JobDocument | typeof NOTHING> {
  const { em, query } = given
  return receive(given, {
    for: target,
    storage: () => storageWanted(em, query.storageId),
    use: (upload) => start((tx) => contentOf(tx, upload, given)),
    async again(fileId) {
      const job = await jobOfFile(em, siteId(fileId))
      if (job === undefined) throw notFound('Job', siteId(fileId))
      const found = await findJob(em, siteId(job), { metadata: false, steps: false })
      return jobDocument(found, { data: 'none', steps: false })
    },
  })
}

async function contentOf(
  tx: EntityManager,
  upload: ReceivedUpload,
  { query, body }: ImportGiven,
): Promise<Metadata> {
  const { filename, fileExtension } = query
  const named = fileExtension === undefined ? filename : `upload.${fileExtension.replace(/^\./, '')}`
  const file = await announceFile(tx, upload.storage, extensionOf(named, body?.headers['content-type']))
  if (!(await upload.land(tx, file))) throw conflict('file', siteId(file.id), `${file.uri} already exists`)
  await recordContent(tx, file.id, upload)
  return {
    sourceUri: file.uri,
    fileId: siteId(file.id),
    sourceFileIds: siteId(file.id),
    ...(filename !== undefined && { originalFilename: withExtension(filename, file.uri) }),
    uploaded: 'true',
  }
}

/** A name without an extension tells nothing of its content. */
function withExtension(filename: string, uri: string): string {
  const name = basename(filename)
  return extname(name) === '' ? `${name}${extname(uri)}` : name
}
