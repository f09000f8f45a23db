/** Bounds of task groups: every admission reads them all, and the names are in the needs of steps. */
import type { TaskGroup } from '../../../schema/queue.ts'
import { invalidInput } from '../../http/answer/fault.ts'

/** Entries of a list. */
const MOST_ENTRIES = 100
/** Characters of a name. */
const LONGEST = 255
/** Characters of all groups as JSON: an admission reads them in a millisecond. */
const MOST_CHARACTERS = 100_000
/**
 * Bytes of the names of all groups. A step has the names of its groups in its need, and an index entry has
 * at most 2704 bytes.
 */
const MOST_NAME_BYTES = 2_000

/** Throws `invalidInput` for a list that is too long. */
export function atMost<T>(at: string, entries: readonly T[]): readonly T[] {
  if (entries.length <= MOST_ENTRIES) return entries
  throw invalidInput(at, `expected at most ${MOST_ENTRIES}, got ${entries.length}`, String(entries.length))
}

/** Throws `invalidInput` for a blank text, and for one that is too long. */
export function checkedText(at: string, text: string): string {
  if (text.trim() !== '' && text.length <= LONGEST) return text
  throw invalidInput(
    at,
    `expected 1 to ${LONGEST} characters, got ${text.trim() === '' ? 'nothing' : text.length}`,
    text,
  )
}

/** Throws `invalidInput` for groups that are too large together. */
export function boundedGroups(groups: readonly TaskGroup[]): readonly TaskGroup[] {
  const bytes = Buffer.byteLength(JSON.stringify(groups.map(({ name }) => name)))
  if (bytes > MOST_NAME_BYTES)
    throw invalidInput(
      'name',
      `the names of all task groups together would have ${bytes} bytes; at most ${MOST_NAME_BYTES} are possible`,
    )
  const { length } = JSON.stringify(groups)
  if (length > MOST_CHARACTERS)
    throw invalidInput(
      'TaskGroupDocument',
      `all task groups together would have ${length} characters; at most ${MOST_CHARACTERS} are possible`,
    )
  return groups
}
