/** The operations on one file, except those that create jobs (wire-media.md §1.5). */
import { FileDocument } from '../../../schema/documents/file.ts'
import { FILE_STATES } from '../../../schema/media.ts'
import { pathOnStorage } from '../../../schema/media-uri.ts'
import { detachFile, repointComponents } from '../../../schema/queries/media/shapes/component-files.ts'
import { checkSoon } from '../../../schema/queries/problems/problems.ts'
import { File } from '../../../schema/tables/file.ts'
import { StorageRow } from '../../../schema/tables/storage.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean, list, oneOf, pairs, string } from '../../http/request/parameter-kinds.ts'
import { parameter, required } from '../../http/request/parameters.ts'
import { findStorage, serialIn } from '../find-storage.ts'
import { atFile, findFile } from './file-places.ts'
import { linksFor } from './links.ts'
import { newFile, registeredAt } from './register-file.ts'
import { showFile } from './show-files.ts'

const produces = FileDocument
const plain = ({ id = '' }: FileDocument) => id

const retrieveFile = operation({
  ...{ title: 'Retrieve a file', method: 'GET', ...atFile(''), role: '_file_read', produces, plain },
  query: {
    includeItem: parameter(boolean, false, 'Whether to show its items.'),
    scheme: parameter(list, [], 'Show only URIs with these schemes.'),
    methodType: parameter(list, undefined, '`AUTO`: a link without credentials instead of the URIs.'),
    methodMetadata: parameter(
      pairs,
      [],
      '`format=SIGNED-AUTO`: the same; `contentDisposition=attachment`: what is downloaded by the link is saved.',
    ),
  },
}).answer(async ({ em, path, query, baseUrl }) => {
  const { id } = await findFile(em, path)
  return showFile(em, id, { ...query, link: await linksFor({ em, baseUrl }, query) })
})

const changeState = operation({
  ...{ title: 'Change the state of a file', method: 'PUT', ...atFile('/state/:state'), role: '_file_write' },
  description:
    '`CLOSED` ends the import of a growing file. `TO_BE_DELETED` takes it off its items; its bytes go soon after.',
  ...{ produces, plain },
}).answer(async ({ em, path }) => {
  const read = oneOf(FILE_STATES).read([path.state])
  if (!('value' in read))
    throw invalidInput('state', `expected one of ${FILE_STATES.join(', ')}, got “${path.state}”`, path.state)
  const file = await findFile(em, path)
  await em.transactional(async (tx) => {
    await tx.nativeUpdate(File, { id: file.id }, { state: read.value })
    // A file that a component has is not deleted.
    if (read.value === 'TO_BE_DELETED') await detachFile(tx, file.id)
  })
  // Growing imports wait for this.
  await checkSoon(em, 'OPEN_FILE')
  return showFile(em, file.id)
})

const changePath = operation({
  ...{ title: 'Change the path of a file', method: 'POST', ...atFile('/path'), role: '_file_write' },
  description:
    'Registers the file at another place, where it must already be; its components then have the new file. Moves no bytes.',
  query: {
    path: required(string, 'The new path on the storage.'),
    storage: parameter(string, undefined, 'The new storage. Default: the same.'),
    state: parameter(
      oneOf(FILE_STATES),
      undefined,
      'The state of the new file. Default: that of the old one.',
    ),
    duplicate: parameter(boolean, false, 'Keep the old file as well.'),
  },
  ...{ produces, plain },
}).answer(async ({ em, path: given, query }) => {
  const path = pathOnStorage(query.path)
  if (path === undefined) throw invalidInput('path', 'expected a path below the storage', query.path)
  return em.transactional(async (tx) => {
    const old = await findFile(tx, given)
    const storageId = query.storage === undefined ? Number(old.storageId) : serialIn(query.storage)
    const storage = query.storage === undefined ? undefined : await findStorage(tx, query.storage)
    const { size, metadata, sha1 = null } = old
    const state = query.state ?? old.state
    const wanted = await newFile(tx, storage ?? { id: storageId }, { path, state, size, metadata })
    const id = await registeredAt(tx, { ...wanted, sha1 })
    await repointComponents(tx, { from: old.id, to: id })
    if (!query.duplicate) await tx.nativeDelete(File, { id: old.id })
    return showFile(tx, id)
  })
})

const ALGORITHMS = ['SHA-1', 'MD5', 'SHA-256', 'SHA-512'] as const

const setHash = operation({
  ...{ title: 'Set the checksum of a file', method: 'PUT', ...atFile('/hash/:hash'), role: '_file_write' },
  query: { algorithm: parameter(oneOf(ALGORITHMS), 'SHA-1', 'How it was computed.') },
}).answer(async ({ em, path, query: { algorithm } }) => {
  const hash = path.hash.toLowerCase()
  const digits = { 'SHA-1': 40, MD5: 32, 'SHA-256': 64, 'SHA-512': 128 }[algorithm]
  if (!new RegExp(`^[0-9a-f]{${digits}}$`).test(hash))
    throw invalidInput('hash', `expected ${digits} hexadecimal digits for ${algorithm}`, path.hash)
  const file = await findFile(em, path)
  if (algorithm === 'SHA-1') file.sha1 = hash
  else file.metadata = { ...file.metadata, [`hash-${algorithm}`]: hash }
  if (algorithm === 'SHA-256') file.sha256 = hash
  await em.flush()
  return undefined
})

const abandonFile = operation({
  ...{ title: 'Take a file off its items', method: 'PUT', ...atFile('/abandon'), role: '_file_write' },
  description: 'The components stay, without the file.',
  query: { item: parameter(string, undefined, 'Only off this item.') },
}).answer(async ({ em, path, query: { item } }) => {
  const { id } = await findFile(em, path)
  await detachFile(em, id, item === undefined ? undefined : serialIn(item))
  return undefined
})

const forgetFile = operation({
  ...{ title: 'Forget a file', method: 'DELETE', ...atFile('/entity'), role: '_file_write' },
  description: 'Its bytes stay.',
}).answer(async ({ em, path }) => {
  const { id } = await findFile(em, path)
  await em.nativeDelete(File, { id })
  return undefined
})

const refreshFile = operation({
  ...{ title: 'Look at a file again', method: 'PUT', ...atFile('/re-index'), role: '_file_write' },
  description: 'Asks for a scan of its storage.',
}).answer(async ({ em, path }) => {
  const { storageId } = await findFile(em, path)
  await em.nativeUpdate(StorageRow, { id: Number(storageId) }, { scanWanted: true })
  return undefined
})

export const FILE_OPERATIONS: readonly Operation[] = [
  retrieveFile,
  changeState,
  changePath,
  setHash,
  abandonFile,
  forgetFile,
  refreshFile,
]
