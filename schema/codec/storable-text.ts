/** Makes any text one that PostgreSQL stores. */

/** Replaces NUL and lone surrogates, which come from foreign files, programs and scripts. Pure. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\u{fffd}').toWellFormed()
}

/** The first `most` characters of a text, and `…` if it has more. Pure. */
export function beginningOf(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`
}
