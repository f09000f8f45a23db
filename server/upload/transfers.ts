/** Shows uploads in chunks: `GET /transfer` (wire-media.md §3.3). */
import { TransferDocument, TransferListDocument } from '../../schema/documents/transfer.ts'
import { siteId } from '../../schema/ids.ts'
import { findUpload, listUploads, type UploadRow } from '../../schema/queries/media/uploads/uploads.ts'
import { bytesIn } from '../../schema/shapes/byte-spans.ts'
import { holds } from '../auth/roles.ts'
import { notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'

const listTransfers = operation({
  ...{ title: 'List the transfers', method: 'GET', path: '/transfer', produces: TransferListDocument },
  description: 'Uploads in chunks: your own; administrators see all.',
}).answer(async ({ em, user }) => {
  const uploads = await listUploads(em, seesAll(user) ? undefined : user.name)
  return { transfer: uploads.map(transferOf) }
})

const retrieveTransfer = operation({
  ...{ title: 'Retrieve a transfer', method: 'GET', path: '/transfer/:transferId' },
  produces: TransferDocument,
}).answer(async ({ em, user, path: { transferId } }) => {
  const upload = await findUpload(em, transferId)
  if (!upload || (upload.user !== user.name && !seesAll(user))) throw notFound('Transfer', transferId)
  return transferOf(upload)
})

function seesAll(user: Context['user']): boolean {
  return holds(user, '_administrator')
}

function transferOf({ id, size, ranges, request }: UploadRow): TransferDocument {
  const { priority, name, fileId } = request
  return {
    name: id,
    state: fileId === undefined ? 'TRANSFERRING' : 'FINISHED',
    ...(priority !== undefined && { priority }),
    transferred: bytesIn(ranges),
    ...(fileId !== undefined && { fileId: siteId(fileId) }),
    ...(name !== undefined && { filename: name }),
    size,
  }
}

export const TRANSFERS: readonly Operation[] = [listTransfers, retrieveTransfer]
