/** The operations that all entities with key-value metadata have. */
import { SimpleMetadataDocument } from '../../schema/documents/simple-metadata.ts'
import type { KeyValues } from '../../schema/media.ts'
import { keyValuesOf, simpleMetadataOf } from '../../schema/metadata/key-values.ts'
import type { Role } from '../auth/roles.ts'
import { notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'

/** An entity with key-value metadata. */
export interface KeyedEntity {
  /** As titles call it: “a storage”. */
  readonly of: string
  /** Of the entity, such as `/storage/:storageId`. */
  readonly path: string
  readonly read: Role
  readonly write: Role
  /** The entity that a path names. Throws `notFound`. */
  find(given: Pick<Context, 'em'> & { readonly path: Readonly<Record<string, string>> }): Promise<Keyed>
}

interface Keyed {
  metadata: KeyValues
}

/** The operations on all its metadata, and on one key as text/plain (wire-media.md §0.4). */
export function keyValueOperations(entity: KeyedEntity): readonly Operation[] {
  return [...wholeOf(entity), ...keysOf(entity)]
}

/** The paths of operations are built here, so their types are not known. */
const at = (path: unknown) => path as Readonly<Record<string, string>>

function wholeOf({ of, path: parent, read, write, find }: KeyedEntity): readonly Operation[] {
  const path = `${parent}/metadata`
  return [
    operation({
      ...{ title: `Retrieve the metadata of ${of}`, method: 'GET', path, role: read },
      produces: SimpleMetadataDocument,
    }).answer(async ({ path: given, em }) =>
      simpleMetadataOf((await find({ em, path: at(given) })).metadata),
    ),
    operation({
      ...{ title: `Set metadata of ${of}`, method: 'PUT', path, role: write },
      description: 'Keys that the document does not have stay as they are.',
      ...{ accepts: SimpleMetadataDocument, needsBody: true },
    }).answer(async ({ path: given, em, body }) => {
      const found = await find({ em, path: at(given) })
      found.metadata = { ...found.metadata, ...keyValuesOf(body?.field ?? []) }
      await em.flush()
      return undefined
    }),
    operation({ title: `Delete the metadata of ${of}`, method: 'DELETE', path, role: write }).answer(
      async ({ path: given, em }) => {
        const found = await find({ em, path: at(given) })
        found.metadata = {}
        await em.flush()
        return undefined
      },
    ),
  ]
}

function keysOf({ of, path: parent, read, write, find }: KeyedEntity): readonly Operation[] {
  const path = `${parent}/metadata/:key`
  return [
    operation({
      ...{ title: `Retrieve a metadata value of ${of}`, method: 'GET', path, role: read },
      produces: 'text',
    }).answer(async ({ path: given, em }) => {
      const { key = '' } = at(given)
      const { metadata } = await find({ em, path: at(given) })
      if (!Object.hasOwn(metadata, key)) throw notFound('metadata', key, Object.keys(metadata).slice(0, 10))
      return metadata[key] ?? ''
    }),
    operation({
      ...{ title: `Set a metadata value of ${of}`, method: 'PUT', path, role: write },
      accepts: 'text',
    }).answer(async ({ path: given, em, body = '' }) => {
      const { key = '' } = at(given)
      const found = await find({ em, path: at(given) })
      found.metadata = { ...found.metadata, [key]: body }
      await em.flush()
      return undefined
    }),
    operation({ title: `Delete a metadata value of ${of}`, method: 'DELETE', path, role: write }).answer(
      async ({ path: given, em }) => {
        const { key = '' } = at(given)
        const found = await find({ em, path: at(given) })
        const { [key]: _gone, ...rest } = found.metadata
        found.metadata = rest
        await em.flush()
        return undefined
      },
    ),
  ]
}
