/** Puts items and shapes into the registry, as imports do. */
import type { MetadataDocument } from '../../../schema/documents/metadata.ts'
import { createItem, type NewItem } from '../../../schema/queries/media/items/write-item.ts'
import { createShape, type NewShape } from '../../../schema/queries/media/shapes/write-shapes.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import type { Serving } from '../../serving.ts'

export async function item({ api }: Serving, wanted: Partial<NewItem> = {}): Promise<`VX-${number}`> {
  const em = api().test.database.em.fork()
  const id = await transaction(em, (tx) => createItem(tx, { user: 'root', ...wanted }))
  return `VX-${id}`
}

export async function shape(
  { api }: Serving,
  itemId: string,
  wanted: Partial<NewShape> = {},
): Promise<`VX-${number}`> {
  const em = api().test.database.em.fork()
  const of = Number(itemId.slice(3))
  const id = await transaction(em, (tx) => createShape(tx, { tags: ['original'], ...wanted, itemId: of }))
  return `VX-${id}`
}

/** On a storage if `path` is given with one. */
export async function file(
  { rows }: Serving,
  { uri, storage, path }: { readonly uri: string; readonly storage?: number; readonly path?: string },
): Promise<number> {
  const [row] = await rows<{ id: number }>(
    'insert into callsheet.file (uri, size, storage_id, path) values (?, 10, ?, ?) returning id',
    [uri, storage ?? null, path ?? null],
  )
  return row?.id ?? 0
}

/** Metadata of the whole item: a value, or several, by field. */
export function metadata(fields: Readonly<Record<string, string | readonly string[]>>): MetadataDocument {
  const field = Object.entries(fields).map(([name, values]) => ({
    name,
    value: [values].flat().map((value) => ({ value })),
  }))
  return { group: [], timespan: [{ field, group: [] }] }
}

/** A request with a JSON body. */
export const json = (body: unknown) => ({ type: 'application/json', body: JSON.stringify(body) })

/** A field as JSON. */
export const field = (name: string, ...values: readonly (string | number)[]) => ({
  name,
  value: values.map((value) => ({ value })),
})
/** Metadata of the whole item. */
export const spans = (...fields: readonly object[]) => ({ timespan: [{ field: fields }] })

export interface Shown {
  readonly timespan: readonly {
    readonly field: readonly {
      readonly name: string
      readonly value: readonly { readonly value: string }[]
    }[]
  }[]
}
/** The values by field, of all timespans. */
export const valuesIn = ({ timespan }: Shown) =>
  Object.fromEntries(
    timespan.flatMap((span) => span.field.map(({ name, value }) => [name, value.map((one) => one.value)])),
  )
