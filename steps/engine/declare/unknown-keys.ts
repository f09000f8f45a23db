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
 * The keys that the job type does not know, in their order. A key with a prefix belongs to an application
 * (`app_key`, wire.md §10.1), and those of real jobs are never typing errors. Pure.
 */
export function unknownKeys(parameters: readonly Parameter[], metadata: Metadata): readonly UnknownKey[] {
  const known = [...parameters, ...RESERVED_KEYS].map(({ key }) => key)
  return Object.keys(metadata)
    .filter((key) => !known.includes(key) && !isDocumented(key) && !hasPrefix(key))
    .map((key) => {
      const meant = nearest(known, key)
      return meant === undefined ? { key } : { key, nearest: meant }
    })
}

/** `unknown metadata key “tag”; did you mean “tags”?` */
export function unknownKeyText({ key, nearest: meant }: UnknownKey): string {
  return `unknown metadata key “${key}”${meant === undefined ? '' : `; did you mean “${meant}”?`}`
}

/** `_` separates the prefix from the name. */
function hasPrefix(key: string): boolean {
  return key.lastIndexOf('_') > 0
}
