import type { SimpleMetadataDocument } from '../../../schema/documents/simple-metadata.ts'
import { invalidInput } from '../../http/answer/fault.ts'

type Pairs = SimpleMetadataDocument['field']

/**
 * The metadata a job is created with: what `jobmetadata` says, and over it what the body says (wire.md §7.2). On one key the
 * last value counts. Throws `invalidInput` for a key that is empty or too long; names the first of them.
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
    if (key.length > LONGEST_KEY) throw invalidInput(at, `a key has at most ${LONGEST_KEY} characters`, key)
  }
  return Object.fromEntries(all.map(({ key, value }) => [key, value]))
}

/** UTF-16 units. Jobs are found by key and the beginning of its value, and an index entry holds 2 704 bytes of both. */
const LONGEST_KEY = 255
