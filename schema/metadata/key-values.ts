/** Key-value metadata as rows keep them, and as the pairs of documents. Pure. */
import type { KeyValues } from '../media.ts'

type Pair = { readonly key: string; readonly value: string }

/** The last of several pairs with the same key counts. */
export function keyValuesOf(pairs: readonly Pair[]): KeyValues {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]))
}

export function pairsOf(values: KeyValues): readonly Pair[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }))
}

/** A SimpleMetadataDocument, alone or as a part of another document. */
export function simpleMetadataOf(values: KeyValues): { readonly field: readonly Pair[] } {
  return { field: pairsOf(values) }
}
