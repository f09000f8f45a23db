/** How a search compares the values of a field, by its type. Pure. */
import { isGenerated } from './system-fields.ts'

/**
 * `words`: by words, in any case. `exact`: as a whole, and the case counts. `value`: as a whole, in any
 * case.
 */
export type FieldMatch = 'words' | 'exact' | 'value'

/** `type`: that of its definition. Without one, values are words, as those of a new field are. */
export function matchOf(field: string, type = 'string'): FieldMatch {
  if (isGenerated(field) || WHOLE.has(field)) return 'value'
  if (type.startsWith('string-exact')) return 'exact'
  return type.startsWith('string') ? 'words' : 'value'
}

/** Clients may write these system fields, but they are names. */
const WHOLE: ReadonlySet<string> = new Set(['user', 'originalFilename'])
