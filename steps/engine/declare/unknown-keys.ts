/** Finds metadata keys that a job type does not know: often a typing error. */
import { nearest } from '../../../schema/nearest.ts'
import { isDocumented } from './documented-keys.ts'
import type { Parameter } from './parameter.ts'
import { RESERVED_KEYS } from './reserved-keys.ts'
import type { Metadata } from './step.ts'

/** A metadata key that is stored and has no effect. */
export interface UnknownKey {
  readonly key: string
  /** The known key that was probably meant. */
  readonly nearest?: string
}

/**
 * A sentence for each of the first keys that the job type does not know, and one for all others: `unknown
 * metadata key “tag”; did you mean “tags”?`. A key with a prefix belongs to an application (`app_key`,
 * wire.md §10.1), and those of real jobs are never typing errors. Pure.
 */
export function unknownKeyTexts(parameters: readonly Parameter[], metadata: Metadata): readonly string[] {
  const { keys, more } = unknownKeys(parameters, metadata)
  const others = more === 1 ? '1 more unknown metadata key' : `${more} more unknown metadata keys`
  return [...keys.map(unknownKeyText), ...(more > 0 ? [others] : [])]
}

export function unknownKeyText({ key, nearest: meant }: UnknownKey): string {
  return `unknown metadata key “${key}”${meant === undefined ? '' : `; did you mean “${meant}”?`}`
}

/** The first keys that the job type does not know, in their order, and how many more there are. Pure. */
export function unknownKeys(
  parameters: readonly Parameter[],
  metadata: Metadata,
): { readonly keys: readonly UnknownKey[]; readonly more: number } {
  const known = [...parameters, ...RESERVED_KEYS].map(({ key }) => key)
  const unknown = Object.keys(metadata).filter(
    (key) => !known.includes(key) && !isDocumented(key) && !hasPrefix(key),
  )
  const keys = unknown.slice(0, MOST).map((key) => {
    const meant = nearest(known, key)
    return meant === undefined ? { key } : { key, nearest: meant }
  })
  return { keys, more: unknown.length - keys.length }
}

/** A request can have as many keys as its body can hold; each is compared with all known ones. */
const MOST = 10

/** `_` separates the prefix from the name. */
function hasPrefix(key: string): boolean {
  return key.lastIndexOf('_') > 0
}
