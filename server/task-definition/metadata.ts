/** Reads and changes the metadata of a definition, as a whole and key by key. */
import { SimpleMetadataDocument } from '../../schema/documents/simple-metadata.ts'
import type { StoredDefinition } from '../../schema/queries/definitions/definitions.ts'
import { notFound } from '../http/answer/fault.ts'
import { type Operation, operation } from '../http/operation.ts'
import { type ChangeContext, changeType } from './change-type.ts'
import { BY_ID, BY_STEP, type DefinitionPath, definitionAt } from './find-definition.ts'

type Pairs = SimpleMetadataDocument['field']

const read = { method: 'GET', role: '_taskdefinition_read' } as const
const write = { method: 'PUT', role: '_taskdefinition_write' } as const
const remove = { method: 'DELETE', role: '_taskdefinition_write' } as const

/** By id, then by job type and step. */
export const METADATA_OPERATIONS: readonly Operation[] = [
  ...operationsAt(BY_ID, 'a task definition'),
  ...operationsAt(BY_STEP, 'a step'),
]

function operationsAt<P extends string>(base: P, of: string): readonly Operation[] {
  const [all, one] = [`${base}/metadata`, `${base}/metadata/:key`]
  const at = (path: unknown) => path as DefinitionPath & { readonly key: string }
  return [
    operation({
      ...read,
      title: `Retrieve the metadata of ${of}`,
      path: all,
      produces: SimpleMetadataDocument,
    }).answer(async ({ path, em }) => ({ field: pairsOf(await definitionAt(em, at(path))) })),
    operation({
      ...write,
      title: `Replace the metadata of ${of}`,
      path: all,
      accepts: SimpleMetadataDocument,
    }).answer(async ({ path, body, ...context }) =>
      body ? changed(context, at(path), () => body.field) : undefined,
    ),
    operation({ ...remove, title: `Delete the metadata of ${of}`, path: all }).answer(
      ({ path, ...context }) => changed(context, at(path), () => []),
    ),
    operation({
      ...read,
      title: `Retrieve a metadata value of ${of}`,
      path: one,
      produces: 'text',
      plain: (verbatim) => ({ verbatim }),
    }).answer(async ({ path, em }) => valueIn(pairsOf(await definitionAt(em, at(path))), at(path).key)),
    operation({ ...write, title: `Set a metadata value of ${of}`, path: one, accepts: 'text' }).answer(
      async ({ path, body = '', ...context }) =>
        changed(context, at(path), (pairs) => [
          ...without(pairs, at(path).key),
          { key: at(path).key, value: body },
        ]),
    ),
    operation({ ...remove, title: `Delete a metadata value of ${of}`, path: one }).answer(
      ({ path, ...context }) =>
        changed(context, at(path), (pairs) => {
          valueIn(pairs, at(path).key)
          return without(pairs, at(path).key)
        }),
    ),
  ]
}

function pairsOf({ definition }: StoredDefinition): Pairs {
  const { field = [] } = (definition['metadata'] ?? {}) as { readonly field?: Pairs }
  return field
}

function valueIn(pairs: Pairs, key: string): string {
  const found = pairs.find((pair) => pair.key === key)
  if (!found)
    throw notFound(
      'Metadata',
      key,
      pairs.map((pair) => pair.key),
    )
  return found.value
}

function without(pairs: Pairs, key: string): Pairs {
  return pairs.filter((pair) => pair.key !== key)
}

async function changed(
  context: ChangeContext,
  path: DefinitionPath,
  change: (pairs: Pairs) => Pairs,
): Promise<undefined> {
  const before = await definitionAt(context.em, path)
  const { metadata: _before, ...rest } = before.definition
  const field = change(pairsOf(before))
  const definition = { ...rest, ...(field.length > 0 && { metadata: { field } }) }
  await changeType(context, before.jobType, [{ does: 'write', step: before.step, definition }])
  return undefined
}
