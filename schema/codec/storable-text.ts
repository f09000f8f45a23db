/** Makes any text one that PostgreSQL stores. */

/** Replaces NUL and lone surrogates, which come from foreign files, programs and scripts. Pure. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\u{fffd}').toWellFormed()
}
