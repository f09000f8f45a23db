/** The operations on the methods of a storage (wire-media.md §1.4). */
import { StorageMethodListDocument } from '../../schema/documents/storage.ts'
import type { StorageMethod } from '../../schema/tables/storage.ts'
import { fits } from '../../schema/wildcard.ts'
import { type Operation, operation } from '../http/operation.ts'
import { boolean, integer, string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { findMethod, findStorage, methodsOf, serialIn } from './find-storage.ts'
import { methodList } from './storage-document.ts'
import { changeMethod, putMethod, removeMethod, rootOf } from './write-methods.ts'

const all = '/storage/:storageId/method'
const one = `${all}/:methodId` as const
const produces = StorageMethodListDocument
/** One line a method: id, root and type. */
const plain = ({ method }: StorageMethodListDocument) =>
  method.map(({ id = '', uri = '', type = '' }) => [id, uri, type])

const FILTER = {
  read: parameter(boolean, undefined, 'Only those that files are read by, or not.'),
  write: parameter(boolean, undefined, 'Only those that files are written by, or not.'),
  browse: parameter(boolean, undefined, 'Only those that files are listed by, or not.'),
  url: parameter(string, undefined, 'The root; `*` stands for any text.'),
} as const

interface Filter {
  readonly read: boolean | undefined
  readonly write: boolean | undefined
  readonly browse: boolean | undefined
  readonly url: string | undefined
}

/** Pure. */
function isWanted(method: StorageMethod, { read, write, browse, url }: Filter): boolean {
  return (
    (read === undefined || method.read === read) &&
    (write === undefined || method.write === write) &&
    (browse === undefined || method.browse === browse) &&
    (url === undefined || fits(url, method.uri) || fits(`${url}/`, method.uri))
  )
}

const listMethods = operation({
  ...{ title: 'List the methods of a storage', method: 'GET', path: all, role: '_storage_read' },
  ...{ query: FILTER, produces, plain },
}).answer(async ({ em, path: { storageId }, query }) => {
  const { id } = await findStorage(em, storageId)
  return methodList((await methodsOf(em, [id])).filter((method) => isWanted(method, query)))
})

const retrieveMethod = operation({
  ...{ title: 'Retrieve a method of a storage', method: 'GET', path: one, role: '_storage_read' },
  description: 'A list with the method; without entries if the storage has no such method.',
  ...{ query: FILTER, produces, plain },
}).answer(async ({ em, path: { storageId, methodId }, query }) => {
  const { id } = await findStorage(em, storageId)
  const serial = serialIn(methodId)
  const found = (await methodsOf(em, [id])).filter(
    (method) => method.id === serial && isWanted(method, query),
  )
  return methodList(found)
})

const SETTINGS = {
  read: parameter(boolean, true, 'Whether files are read by it.'),
  write: parameter(boolean, true, 'Whether files are written by it.'),
  browse: parameter(boolean, true, 'Whether files are listed by it.'),
  bandwidth: parameter(integer, 0, 'Bytes per second that transfers may take; 0: not limited.'),
  type: parameter(string, undefined, 'Its type.'),
  url: parameter(string, undefined, 'The root of the storage by this method. Required.'),
} as const

const addMethod = operation({
  ...{ title: 'Add a method to a storage', method: 'PUT', path: all, role: '_storage_write' },
  description: 'Changes the method with the same root, if there is one. As text/plain: id, root and type.',
  ...{ query: SETTINGS, produces, plain },
}).answer(async ({ em, path: { storageId }, query: { url, type, ...how } }) =>
  em.transactional(async (tx) => {
    const storage = await findStorage(tx, storageId)
    return methodList([
      await putMethod(tx, storage, { ...how, uri: url, ...(type !== undefined && { type }) }),
    ])
  }),
)

const updateMethod = operation({
  ...{ title: 'Modify a method of a storage', method: 'PUT', path: one, role: '_storage_write' },
  ...{ query: SETTINGS, produces, plain },
}).answer(async ({ em, path: { storageId, methodId }, query: { url, type, ...how } }) =>
  em.transactional(async (tx) => {
    const storage = await findStorage(tx, storageId)
    // A request without a root is invalid, whether or not the method exists.
    rootOf(url, storageId)
    const method = await findMethod(tx, storage.id, methodId)
    const wanted = { ...how, uri: url, ...(type !== undefined && { type }) }
    return methodList([await changeMethod(tx, storage, method, wanted)])
  }),
)

const deleteMethod = operation({
  ...{ title: 'Remove a method of a storage', method: 'DELETE', path: one, role: '_storage_write' },
}).answer(async ({ em, path: { storageId, methodId } }) => {
  const storage = await findStorage(em, storageId)
  const { id } = await findMethod(em, storage.id, methodId)
  await em.transactional((tx) => removeMethod(tx, storage, { id }))
  return undefined
})

const deleteMethodAt = operation({
  ...{ title: 'Remove the method with a root', method: 'DELETE', path: all, role: '_storage_write' },
  query: { url: parameter(string, undefined, 'The root. Required.') },
}).answer(async ({ em, path: { storageId }, query: { url } }) => {
  const storage = await findStorage(em, storageId)
  await em.transactional((tx) => removeMethod(tx, storage, { uri: rootOf(url, storageId) }))
  return undefined
})

export const METHOD_OPERATIONS: readonly Operation[] = [
  listMethods,
  addMethod,
  deleteMethodAt,
  retrieveMethod,
  updateMethod,
  deleteMethod,
]
