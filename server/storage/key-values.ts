/** The operations that all entities with key-value metadata have. */
import { LockMode } from '@mikro-orm/core'
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

function wholeOf({ path: parent, ...entity }: KeyedEntity): readonly Operation[] {
  const { of, read, write, find } = entity
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
      const added = keyValuesOf(body?.field ?? [])
      await changed({ em, path: at(given), ...entity }, (before) => ({ ...before, ...added }))
      return undefined
    }),
    operation({ title: `Delete the metadata of ${of}`, method: 'DELETE', path, role: write }).answer(
      async ({ path: given, em }) => {
        await changed({ em, path: at(given), ...entity }, () => ({}))
        return undefined
      },
    ),
  ]
}

function keysOf({ path: parent, ...entity }: KeyedEntity): readonly Operation[] {
  const { of, read, write, find } = entity
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
      await changed({ em, path: at(given), ...entity }, (before) => ({ ...before, [key]: body }))
      return undefined
    }),
    operation({ title: `Delete a metadata value of ${of}`, method: 'DELETE', path, role: write }).answer(
      async ({ path: given, em }) => {
        const { key = '' } = at(given)
        await changed({ em, path: at(given), ...entity }, ({ [key]: _gone, ...rest }) => rest)
        return undefined
      },
    ),
  ]
}

type Found = Pick<KeyedEntity, 'of' | 'find'> & Parameters<KeyedEntity['find']>[0]

/** Changes the metadata; each change waits for the one before, so that none is lost. */
async function changed(
  { em, path, of, find }: Found,
  change: (before: KeyValues) => KeyValues,
): Promise<void> {
  await em.transactional(async (tx) => {
    const found = await find({ em: tx, path })
    // It may be deleted while this waits.
    if (!(await tx.refresh(found, { lockMode: LockMode.PESSIMISTIC_WRITE })))
      throw notFound(of.replace(/^an? /, ''), Object.values(path).join('/'))
    found.metadata = change(found.metadata)
  })
}
