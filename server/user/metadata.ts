/** Reads and changes the metadata of users and groups, as a whole and key by key. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { SimpleMetadataDocument } from '../../schema/documents/simple-metadata.ts'
import { type HasMetadata, writePairs } from '../../schema/queries/access/pairs.ts'
import { invalidInput, notFound } from '../http/answer/fault.ts'
import { type Operation, operation } from '../http/operation.ts'
import { changeUsers } from './change-users.ts'

type Pairs = SimpleMetadataDocument['field']
/** Throws `notFound`. */
type Find = (em: EntityManager, name: string) => Promise<{ readonly metadata: Pairs }>

const role = '_administrator'

/** `find` reads the one of this name. */
export function metadataOperations(of: HasMetadata, find: Find): readonly Operation[] {
  const [all, one] = [`/${of}/:${of}/metadata`, `/${of}/:${of}/metadata/:key`]
  const at = (path: unknown) => path as { readonly [name: string]: string; readonly key: string }
  const change = async (em: EntityManager, path: unknown, to: (pairs: Pairs) => Pairs) => {
    const name = at(path)[of] ?? ''
    await changeUsers(em, name, async (tx) => {
      await writePairs(tx, of, name, to((await find(tx, name)).metadata))
    })
    return undefined
  }
  return [
    operation({
      ...{ title: `Retrieve the metadata of a ${of}`, method: 'GET', path: all, role },
      description: 'As text/plain: one line per key, with its value after a tab.',
      produces: SimpleMetadataDocument,
      plain: ({ field }) => field.map(({ key, value }) => [key, value]),
    }).answer(async ({ path, em }) => ({ field: (await find(em, at(path)[of] ?? '')).metadata })),
    operation({
      ...{ title: `Set metadata of a ${of}`, method: 'PUT', path: all, role },
      description: 'Sets the keys of the body; other keys keep their values.',
      accepts: SimpleMetadataDocument,
      needsBody: true,
    }).answer(({ path, em, body }) =>
      change(em, path, (pairs) => withPairs(pairs, checked(body?.field ?? []))),
    ),
    operation({ title: `Delete the metadata of a ${of}`, method: 'DELETE', path: all, role }).answer(
      ({ path, em }) => change(em, path, () => []),
    ),
    operation({
      ...{ title: `Retrieve a metadata value of a ${of}`, method: 'GET', path: one, role },
      produces: 'text',
      plain: (verbatim) => ({ verbatim }),
    }).answer(async ({ path, em }) => valueIn((await find(em, at(path)[of] ?? '')).metadata, at(path).key)),
    operation({
      ...{ title: `Set a metadata value of a ${of}`, method: 'PUT', path: one, role, accepts: 'text' },
      description: 'The body is the value; without a body it is empty.',
    }).answer(({ path, em, body: value = '' }) =>
      change(em, path, (pairs) => withPairs(pairs, [{ key: at(path).key, value }])),
    ),
    operation({ title: `Delete a metadata value of a ${of}`, method: 'DELETE', path: one, role }).answer(
      ({ path, em }) =>
        change(em, path, (pairs) => {
          valueIn(pairs, at(path).key)
          return pairs.filter(({ key }) => key !== at(path).key)
        }),
    ),
  ]
}

/** Throws `invalidInput` for a key that no path could name. */
export function checked(pairs: Pairs): Pairs {
  if (pairs.some(({ key }) => key === '')) throw invalidInput('metadata.field.key', 'expected a key')
  return pairs
}

/** Of a key that is there twice, the last value counts. */
export function withPairs(before: Pairs, wanted: Pairs): Pairs {
  const values = new Map([...before, ...wanted].map(({ key, value }) => [key, value]))
  return [...values].map(([key, value]) => ({ key, value }))
}

function valueIn(pairs: Pairs, key: string): string {
  const found = pairs.find((pair) => pair.key === key)
  if (found) return found.value
  throw notFound(
    'Metadata',
    key,
    pairs.map((pair) => pair.key),
  )
}
