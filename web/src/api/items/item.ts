/** An item as received, and its values. Pure. */
import type { ItemDocument } from '../../../../schema/documents/item.ts'
import type { Wire } from '../wire.ts'

export type Item = Wire<ItemDocument>
export type Shape = NonNullable<Item['shape']>[number]
export type Terse = Readonly<Record<string, readonly { readonly value?: string }[]>>

/** The values of a field, in an answer with `terse`. */
export function valuesOf({ terse }: Item, field: string): readonly string[] {
  const values = (terse as Terse | undefined)?.[field] ?? []
  return values.flatMap(({ value }) => value ?? [])
}
