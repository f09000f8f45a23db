/** The operations on storages (wire-media.md §1.1). */
import { StorageDocument, StorageListDocument } from '../../schema/documents/storage.ts'
import { STORAGE_TYPES } from '../../schema/media.ts'
import { storageUse } from '../../schema/queries/media/storages.ts'
import { File } from '../../schema/tables/file.ts'
import { StorageRow } from '../../schema/tables/storage.ts'
import { conflict, invalidInput } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'
import { boolean, list, oneOf, string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { findStorage, methodsOf } from './find-storage.ts'
import { type Bounds, isInRange, rangeKind } from './ranges.ts'
import { storageColumns, storageDocument } from './storage-document.ts'
import { putMethod } from './write-methods.ts'

const path = '/storage/:storageId'
const produces = StorageDocument
const plain = ({ id = '' }: StorageDocument) => id

const range = (of: string) =>
  parameter(rangeKind, undefined, `${of}, as \`least-most\`; either may be missing.`)

const listStorages = operation({
  ...{ title: 'List the storages', method: 'GET', path: '/storage', role: '_storage_read' },
  query: {
    size: range('The capacity in bytes'),
    freebytes: range('Free bytes'),
    usedbytes: range('Bytes in use'),
    freeamount: range('Free space in percent of the capacity'),
    files: range('The number of files'),
    status: parameter(list, [], 'The states; `-OFFLINE`: all others.'),
    url: parameter(string, undefined, 'The root of one of its methods.'),
  },
  ...{ produces: StorageListDocument, plain: ({ storage }: StorageListDocument) => storage.map(plain) },
}).answer(async ({ em, query }) => {
  const rows = await em.find(StorageRow, {}, { orderBy: { id: 'asc' } })
  const methods = await methodsOf(
    em,
    rows.map(({ id }) => id),
  )
  const uses = await storageUse(
    em,
    rows.map(({ id }) => id),
  )
  const shown = rows.map((row) => {
    const { bytes = 0, files = 0 } = uses.find(({ storageId }) => storageId === row.id) ?? {}
    const own = methods.filter(({ storageId }) => storageId === row.id)
    return { document: storageDocument(row, own, { bytes }), bytes, files }
  })
  return { storage: shown.filter((one) => isWanted(one, query)).map(({ document }) => document) }
})

interface Shown {
  readonly document: StorageDocument
  readonly bytes: number
  readonly files: number
}

interface Wanted {
  readonly size: Bounds | undefined
  readonly freebytes: Bounds | undefined
  readonly usedbytes: Bounds | undefined
  readonly freeamount: Bounds | undefined
  readonly files: Bounds | undefined
  readonly status: readonly string[]
  readonly url: string | undefined
}

/** Pure. */
function isWanted({ document, bytes, files }: Shown, wanted: Wanted): boolean {
  const { capacity, freeCapacity, state = 'NONE', method = [] } = document
  const share = capacity && freeCapacity !== undefined ? (freeCapacity / capacity) * 100 : undefined
  const [without, only] = [true, false].map((isNegated) =>
    wanted.status.filter((word) => word.startsWith('-') === isNegated),
  )
  return (
    isInRange(capacity, wanted.size) &&
    isInRange(freeCapacity, wanted.freebytes) &&
    isInRange(bytes, wanted.usedbytes) &&
    isInRange(share, wanted.freeamount) &&
    isInRange(files, wanted.files) &&
    !without?.includes(`-${state}`) &&
    (only?.length === 0 || only?.includes(state) === true) &&
    (wanted.url === undefined || method.some(({ uri }) => uri === wanted.url || uri === `${wanted.url}/`))
  )
}

const createStorage = operation({
  ...{ title: 'Create a storage', method: 'POST', path: '/storage', role: '_storage_write' },
  description:
    'A method whose root is outside MEDIA_ROOTS is kept, but does not work: the storage becomes OFFLINE.',
  ...{ accepts: StorageDocument, needsBody: true, produces, plain },
}).answer(async ({ em, body = {} }) =>
  em.transactional(async (tx) => {
    const row = tx.create(StorageRow, {
      ...storageColumns(body),
      state: 'NONE',
      scanWanted: true,
    } as StorageRow)
    await tx.flush()
    for (const method of body.method ?? []) await putMethod(tx, row, method)
    return shownStorage(tx, row)
  }),
)

const retrieveStorage = operation({
  ...{ title: 'Retrieve a storage', method: 'GET', path, role: '_storage_read', produces, plain },
}).answer(async ({ em, path: { storageId } }) => shownStorage(em, await findStorage(em, storageId)))

const updateStorage = operation({
  ...{ title: 'Modify a storage', method: 'PUT', path, role: '_storage_write' },
  description:
    'Replaces the document, except for its methods: those it has are added, or changed if there is one with the same root.',
  ...{ accepts: StorageDocument, needsBody: true, produces, plain },
}).answer(async ({ em, body = {}, path: { storageId } }) =>
  em.transactional(async (tx) => {
    const row = await findStorage(tx, storageId)
    Object.assign(row, storageColumns(body))
    await tx.flush()
    for (const method of body.method ?? []) await putMethod(tx, row, method)
    return shownStorage(tx, row)
  }),
)

const deleteStorage = operation({
  ...{ title: 'Delete a storage', method: 'DELETE', path, role: '_storage_write' },
  description: 'Forgets its files; their bytes stay.',
  query: {
    safe: parameter(boolean, false, 'Refuse with 409 if it has files of items.'),
  },
  emptyStatus: 204,
}).answer(async ({ em, path: { storageId }, query: { safe } }) => {
  const row = await findStorage(em, storageId)
  const files = safe ? await em.count(File, { storageId: row.id }) : 0
  if (files > 0) throw conflict('storage', storageId, `the storage has ${files} files`)
  await em.nativeDelete(StorageRow, { id: row.id })
  return undefined
})

const changeType = operation({
  ...{
    title: 'Change the type of a storage',
    method: 'PUT',
    path: `${path}/type/:type`,
    role: '_storage_write',
  },
}).answer(async ({ em, path: { storageId, type } }) => {
  const read = oneOf(STORAGE_TYPES).read([type])
  if (!('value' in read))
    throw invalidInput('type', `expected one of ${STORAGE_TYPES.join(', ')}, got “${type}”`, type)
  const row = await findStorage(em, storageId)
  row.type = read.value
  await em.flush()
  return undefined
})

const facts = [
  ['status', 'state', ({ state = 'NONE' }: StorageDocument) => state],
  ['freespace', 'free space in bytes', ({ freeCapacity = 0 }: StorageDocument) => String(freeCapacity)],
] as const

const retrieveFacts = facts.map(([name, what, of]) =>
  operation({
    ...{ title: `Retrieve the ${what} of a storage`, method: 'GET', path: `${path}/${name}` as typeof path },
    ...{ role: '_storage_read', produces: 'text' },
  }).answer(async ({ em, path: { storageId } }) =>
    of(await shownStorage(em, await findStorage(em, storageId))),
  ),
)

const rescanStorage = operation({
  ...{ title: 'Rescan a storage', method: 'POST', path: `${path}/rescan`, role: '_storage_write' },
  description: 'Asks for a scan, which begins within seconds.',
}).answer(async ({ em, path: { storageId } }) => {
  const row = await findStorage(em, storageId)
  row.scanWanted = true
  await em.flush()
  return undefined
})

const rescanStorages = operation({
  ...{ title: 'Rescan all storages', method: 'POST', path: '/storage/rescan', role: '_storage_write' },
}).answer(async ({ em }) => {
  await em.nativeUpdate(StorageRow, {}, { scanWanted: true })
  return undefined
})

async function shownStorage(em: Context['em'], row: StorageRow): Promise<StorageDocument> {
  const [use] = await storageUse(em, [row.id])
  return storageDocument(row, await methodsOf(em, [row.id]), { bytes: use?.bytes ?? 0 })
}

export const OF_STORAGES: readonly Operation[] = [
  listStorages,
  createStorage,
  rescanStorages,
  retrieveStorage,
  updateStorage,
  deleteStorage,
  changeType,
  ...retrieveFacts,
  rescanStorage,
]
