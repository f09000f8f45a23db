/** Reads the metadata that a job is created with. */
import type { SimpleMetadataDocument } from '../../../schema/documents/simple-metadata.ts'
import { invalidInput } from '../../http/answer/fault.ts'

type Pairs = SimpleMetadataDocument['field']

/**
 * Merges `jobmetadata` and the body. The body overrides `jobmetadata`, and the last value of a key wins
 * (wire.md §7.2). Throws `invalidInput` for the first key that is empty or too long.
 */
export function metadataOf(
  jobmetadata: Pairs,
  body: SimpleMetadataDocument | undefined,
): Record<string, string> {
  const inBody = (body?.field ?? []).map((pair, at) => ({
    ...pair,
    at: `SimpleMetadataDocument.field[${at}].key`,
  }))
  const all = [...jobmetadata.map((pair) => ({ ...pair, at: 'jobmetadata' })), ...inBody]
  for (const { key, at } of all) {
    if (key === '') throw invalidInput(at, 'a key cannot be empty')
    if (key.length > LONGEST_KEY)
      throw invalidInput(at, `expected a key of at most ${LONGEST_KEY} characters`, key)
  }
  return Object.fromEntries(all.map(({ key, value }) => [key, value]))
}

/** UTF-16 code units. Key and beginning of the value share an index entry, which holds at most 2704 bytes. */
const LONGEST_KEY = 255
