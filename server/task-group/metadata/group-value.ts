/** Finds a metadata value of a task group. */
import type { TaskGroup } from '../../../schema/queue.ts'
import { notFound } from '../../http/answer/fault.ts'

/** Throws `notFound` for a key that the group does not have. */
export function groupValue({ metadata = [] }: TaskGroup, key: string): string {
  const pair = metadata.find((one) => one.key === key)
  if (pair) return pair.value
  throw notFound(
    'metadata',
    key,
    metadata.map((one) => one.key),
  )
}
