/** Reads lists of names from metadata. Pure. */

/** `original, lowres` → both names, each once. */
export function namesIn(list: string): readonly string[] {
  const names = list.split(',').map((name) => name.trim())
  return [...new Set(names.filter((name) => name !== ''))]
}
