/** Reads and merges the metadata that clients keep with a task group. */
import type { TaskGroup } from '../../../schema/queue.ts'
import { atMost, checkedText } from './bounds.ts'

type Pairs = NonNullable<TaskGroup['metadata']>

/** The pairs with others set; the last value of a key wins. Throws `invalidInput` for a blank or long key. */
export function metadataWith(pairs: Pairs, others: Pairs, at: (element: string) => string): Pairs {
  for (const [index, { key }] of others.entries()) checkedText(at(`metadata.field[${index}].key`), key)
  const values = new Map([...pairs, ...others].map(({ key, value }) => [key, value] as const))
  return atMost(at('metadata'), [...values]).map(([key, value]) => ({ key, value }))
}
