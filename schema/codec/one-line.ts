/** Shows control characters instead of sending them, for text/plain and terminals. Pure. */

/**
 * Puts a text on one line: line breaks and tabs become a space, and other characters that a terminal obeys
 * become visible, such as `\u001b` for ESC.
 */
export function onOneLine(text: string): string {
  return OBEYED.test(text) ? visible(text.replaceAll(/[\t\r\n]+/g, ' ')) : text
}

/** Makes the control characters of a text visible, those of lines and columns included. */
export function visible(text: string): string {
  return text.replaceAll(ALL_OBEYED, escaped)
}

/** A UTF-16 code unit as `\u001b`. */
export function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Control characters of ASCII and Latin-1, line breaks of Unicode, and marks that reverse the direction. */
const OBEYED = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
const ALL_OBEYED = new RegExp(OBEYED, 'gu')
